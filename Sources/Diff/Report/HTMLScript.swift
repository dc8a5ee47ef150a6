/// The script of an HTML report: it hides what the filters do not ask for, and nothing else. It makes no markup, so that a
/// page's text can never become any.
enum HTMLScript {
    /// The script.
    static let text = """
        "use strict";
        (() => {
          const form = document.getElementById("filters");
          if (!form) return;
          form.hidden = false;
          const search = document.getElementById("text");
          const count = document.getElementById("count");
          const nothing = document.getElementById("nothing");
          const spaces = [...document.querySelectorAll("#drift section.ns")].map(el => ({ el, items: [...el.querySelectorAll("article")] }));
          const groups = [...document.querySelectorAll("#drift section.group")];
          const items = spaces.flatMap(space => space.items);
          let words = null;
          const index = () => words ??= new Map(items.map(item => [item, (item.dataset.namespace + " " + item.textContent).toLowerCase()]));
          const apply = () => {
            const severities = new Set([...form.querySelectorAll("[name=severity]:checked")].map(box => box.value));
            const asked = ["namespace", "kind", "change", "author"].filter(name => form.elements[name] && form.elements[name].value);
            const terms = search.value.toLowerCase().split(/\\s+/).filter(Boolean);
            const texts = terms.length ? index() : null;
            let shown = 0;
            for (const space of spaces) {
              let any = false;
              for (const item of space.items) {
                const data = item.dataset;
                const fits = severities.has(data.severity) && asked.every(name => data[name] === form.elements[name].value)
                  && (!texts || terms.every(term => texts.get(item).includes(term)));
                if (item.hidden === fits) item.hidden = !fits;
                if (fits) { shown += 1; any = true; }
              }
              space.el.hidden = !any;
            }
            for (const group of groups) group.hidden = !group.querySelector("section.ns:not([hidden])");
            const all = items.length;
            const number = n => n.toLocaleString("en-US");
            count.textContent = shown === all ? number(all) + (all === 1 ? " object shown" : " objects shown")
              : number(shown) + " of " + number(all) + " objects shown; " + number(all - shown) + " hidden by the filters";
            nothing.hidden = shown > 0;
          };
          let timer = 0;
          const soon = () => { clearTimeout(timer); timer = setTimeout(apply, 120); };
          search.addEventListener("input", soon);
          form.addEventListener("change", apply);
          form.addEventListener("reset", () => setTimeout(apply, 0));
          form.addEventListener("submit", event => event.preventDefault());
          document.addEventListener("keydown", event => {
            if (event.key === "/" && !/^(INPUT|SELECT|TEXTAREA)$/.test(event.target.tagName)) {
              event.preventDefault();
              search.focus();
            } else if (event.key === "Escape" && event.target === search) {
              search.value = "";
              apply();
            }
          });
          // A link to a difference that is filtered away shows it again.
          addEventListener("hashchange", () => {
            const target = document.getElementById(location.hash.slice(1));
            if (target && target.hidden) { form.reset(); setTimeout(() => target.scrollIntoView(), 20); }
          });
          apply();
          addEventListener("beforeprint", () => { for (const fold of document.querySelectorAll("details")) fold.open = true; });
        })();

        """
}
