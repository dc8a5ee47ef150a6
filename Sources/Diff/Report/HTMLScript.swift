/// The script of an HTML report: it hides what the filters do not ask for, keeps them in the address, and copies commands. It
/// makes no markup, so that a page's text can never become any.
enum HTMLScript {
    /// The script.
    static let text = #"""
        "use strict";
        (() => {
          // Commands are copied by a click or the Enter key.
          const copied = (target) => {
            target.dataset.copied = "yes";
            setTimeout(() => delete target.dataset.copied, 1500);
          };
          const copy = (target) => {
            const text = target.textContent;
            if (navigator.clipboard) {
              navigator.clipboard.writeText(text).then(() => copied(target), () => getSelection().selectAllChildren(target));
            } else {
              getSelection().selectAllChildren(target);
            }
          };
          document.addEventListener("click", (event) => {
            const command = event.target.closest(".cmd");
            if (command && getSelection().isCollapsed) copy(command);
          });
          document.addEventListener("toggle", (event) => {
            for (const command of event.target.querySelectorAll(".cmd")) {
              command.tabIndex = 0;
              command.setAttribute("role", "button");
              command.title = "Copy";
            }
          }, true);

          // On paper what is folded is open, but for what only a screen can use.
          addEventListener("beforeprint", () => {
            if (document.querySelector("#drift.long")) return;
            for (const fold of document.querySelectorAll("details:not(.do)")) fold.open = true;
          });

          const form = document.getElementById("filters");
          if (!form) return;
          form.hidden = false;
          const findings = document.getElementById("drift");
          const search = document.getElementById("text");
          const count = document.getElementById("count");
          const nothing = document.getElementById("nothing");
          const view = document.getElementById("view");
          const boxes = [...form.querySelectorAll("[name=severity]")];
          const lists = [...form.querySelectorAll("select")];
          const spaces = [...findings.querySelectorAll("section.ns, tbody")]
            .map((el) => ({ el, items: [...el.querySelectorAll(".item")] })).filter((space) => space.items.length);
          const groups = [...findings.querySelectorAll("section.group")];
          const items = spaces.flatMap((space) => space.items);
          if (!items.length) return;
          const weight = (item) => Number(item.dataset.count || 1);
          const all = items.reduce((sum, item) => sum + weight(item), 0);

          // What is searched is read once, while nothing else is to be done.
          const texts = new Map();
          const read = (item) => {
            let text = texts.get(item);
            if (text === undefined) {
              // What to do names states and tools, which are no finding's own.
              const parts = [...item.children].filter((part) => !part.classList.contains("do")).map((part) => part.textContent);
              text = (item.dataset.namespace + " " + parts.join(" ")).toLowerCase();
              texts.set(item, text);
            }
            return text;
          };
          const readAhead = (from) => requestIdleCallback((deadline) => {
            let at = from;
            while (at < items.length && deadline.timeRemaining() > 2) read(items[at++]);
            if (at < items.length) readAhead(at);
          });

          const has = (item, name, value) => {
            const own = item.dataset[name];
            return own === value || (own !== undefined && own.includes(" ") && own.split(" ").includes(value));
          };
          const apply = () => {
            const severities = new Set(boxes.filter((box) => box.checked).map((box) => box.value));
            const asked = lists.filter((list) => list.value).map((list) => [list.name, list.value]);
            const terms = search.value.toLowerCase().split(/\s+/).filter(Boolean);
            let shown = 0;
            for (const space of spaces) {
              let any = false;
              for (const item of space.items) {
                const fits = severities.has(item.dataset.severity)
                  && asked.every(([name, value]) => has(item, name, value))
                  && terms.every((term) => read(item).includes(term));
                if (item.hidden === fits) item.hidden = !fits;
                if (fits) {
                  shown += weight(item);
                  any = true;
                }
              }
              if (space.el.hidden === any) space.el.hidden = !any;
            }
            for (const group of groups) group.hidden = !group.querySelector("section.ns:not([hidden])");
            const number = (n) => n.toLocaleString("en-US");
            const thing = items[0].localName === "tr" ? "difference" : "object";
            count.textContent = shown === all ? number(all) + " " + thing + (all === 1 ? " shown" : "s shown")
              : number(shown) + " of " + number(all) + " " + thing + "s shown; " + number(all - shown) + " hidden by the filters";
            nothing.hidden = shown > 0;
          };

          // The filters stand in the address, so that a view can be sent to somebody.
          const isUnified = () => findings.classList.contains("unified");
          const setView = (unified) => {
            findings.classList.toggle("unified", unified);
            if (!view) return;
            view.setAttribute("aria-pressed", String(unified));
            view.textContent = unified ? "Side by side" : "Unified";
          };
          const remember = () => {
            const state = new URLSearchParams();
            if (search.value) state.set("text", search.value);
            if (boxes.some((box) => !box.checked)) {
              state.set("severity", boxes.filter((box) => box.checked).map((box) => box.value).join(","));
            }
            for (const list of lists) if (list.value) state.set(list.name, list.value);
            if (isUnified()) state.set("view", "unified");
            history.replaceState(null, "", "#" + state);
          };
          const changed = () => {
            apply();
            remember();
          };
          const set = (state) => {
            search.value = state.get("text") || "";
            const severities = state.has("severity") ? state.get("severity").split(",") : null;
            for (const box of boxes) box.checked = !severities || severities.includes(box.value);
            for (const list of lists) list.value = state.get(list.name) || "";
          };
          const recall = () => {
            const hash = location.hash.slice(1);
            if (!hash.includes("=")) {
              // A link to something that is filtered away shows it again.
              const target = document.getElementById(hash);
              if (!target || !target.closest("[hidden]")) return;
              set(new URLSearchParams());
              apply();
              target.scrollIntoView();
              return;
            }
            const state = new URLSearchParams(hash);
            set(state);
            setView(state.get("view") === "unified");
            apply();
            findings.scrollIntoView();
          };

          let timer = 0;
          search.addEventListener("input", () => {
            clearTimeout(timer);
            timer = setTimeout(changed, 40);
          });
          form.addEventListener("change", (event) => {
            if (event.target !== search) changed();
          });
          form.addEventListener("reset", () => setTimeout(changed, 0));
          form.addEventListener("submit", (event) => event.preventDefault());
          if (view) {
            view.addEventListener("click", () => {
              setView(!isUnified());
              remember();
            });
          }
          document.addEventListener("keydown", (event) => {
            if (event.key === "/" && !/^(INPUT|SELECT|TEXTAREA)$/.test(event.target.tagName)) {
              event.preventDefault();
              search.focus();
            } else if (event.key === "Escape" && event.target === search) {
              search.value = "";
              changed();
            } else if (event.key === "Enter" && event.target.classList.contains("cmd")) {
              copy(event.target);
            }
          });
          addEventListener("hashchange", recall);
          apply();
          if (location.hash.includes("=")) recall();
          readAhead(0);
        })();

        """#
}
