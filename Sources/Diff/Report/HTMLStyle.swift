/// The style of an HTML report: light and dark by the reader's choice, white on paper. System fonts only; nothing is
/// loaded. Colors never stand alone: each has its word beside it, and green is for what is met.
enum HTMLStyle {
    /// The sheet.
    static let text = colors + page + result + findings + evidence + narrow + paper

    private static let colors = """
        :root{
          --bg:#f6f7f9;--card:#fff;--ink:#1c2330;--soft:#59647a;--line:#dfe3ea;--link:#0b5cad;
          --critical:#b3123f;--high:#b4500a;--medium:#7a5c00;--low:#4a5a78;--good:#176b3a;
          --del:#fdecee;--delm:#f9b9c1;--ins:#e8f6ec;--insm:#a5deb6;--warn:#fff6df;--warnline:#d9a400;--badbg:#fdecef
        }
        @media (prefers-color-scheme:dark){:root{
          --bg:#12161d;--card:#1a2029;--ink:#e4e9f1;--soft:#98a4b8;--line:#2d3644;--link:#7db8f5;
          --critical:#ff7d98;--high:#ffab66;--medium:#e8c75a;--low:#a8b8d6;--good:#6fd494;
          --del:#3a1d24;--delm:#7c2f3f;--ins:#16301f;--insm:#27633c;--warn:#2f2813;--warnline:#b58b1a;--badbg:#351a22
        }}

        """

    private static let page = """
        *{box-sizing:border-box}
        html{scroll-behavior:smooth;scroll-padding-top:5rem}
        @media (prefers-reduced-motion:reduce){html{scroll-behavior:auto}}
        body{margin:0;overflow-wrap:anywhere;background:var(--bg);color:var(--ink);
          font:15px/1.5 system-ui,-apple-system,"Segoe UI",Roboto,"Noto Sans","DejaVu Sans",sans-serif}
        main{max-width:1180px;min-width:0;margin:0 auto;padding:1.5rem 1.25rem 3rem}
        footer{max-width:1180px;margin:0 auto;padding:0 1.25rem 2rem;color:var(--soft);font-size:.85rem}
        h1,h2,h3,h4,h5,p,ul,dl,figure,pre{margin:0;padding:0}
        h2{font-size:1.15rem;margin:0 0 .7rem}
        h3{font-size:1rem;margin:1.4rem 0 .5rem}
        h4{font-size:.95rem;margin:1rem 0 .4rem}
        h5{font-size:.95rem;font-weight:400;overflow-wrap:anywhere}
        ul{padding-left:1.2rem}
        main>section{margin-top:2.2rem}
        a{color:var(--link);text-decoration:none}
        a:hover{text-decoration:underline}
        :focus-visible{outline:3px solid var(--link);outline-offset:2px;border-radius:3px}
        code,pre,dd,.two,.kind,.lines{font-family:ui-monospace,SFMono-Regular,Menlo,Consolas,"DejaVu Sans Mono",monospace}
        code,dd,.two{overflow-wrap:anywhere}
        [hidden]{display:none!important}
        .vh{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%);white-space:nowrap}
        .skip{position:absolute;left:-99rem}
        .skip:focus{left:1rem;top:1rem;background:var(--card);padding:.5rem 1rem;z-index:9}
        .faint{color:var(--soft)}
        details{margin:.5rem 0}
        summary{cursor:pointer;padding:.2rem 0}

        /* The contents beside the page. */
        .rail ul{list-style:none;padding:0}
        .rail a{display:block;padding:.22rem .7rem;color:var(--ink);font-size:.88rem;border-left:3px solid transparent}
        .rail a:hover{border-left-color:var(--link);text-decoration:none;background:var(--card)}
        @media (min-width:80rem){
          .page{display:grid;grid-template-columns:13rem minmax(0,1fr);max-width:1420px;margin:0 auto}
          .rail{position:sticky;top:0;align-self:start;max-height:100vh;overflow:auto;padding:1.5rem 0 1rem 1rem}
        }
        @media (max-width:80rem){
          .rail{overflow-x:auto;border-bottom:1px solid var(--line);background:var(--card)}
          .rail ul{display:flex;white-space:nowrap;padding:0 .6rem}
          .rail a{border-left:0;padding:.55rem .6rem}
        }

        """

    private static let result = """
        .verdict{background:var(--card);border:1px solid var(--line);border-left:10px solid;border-radius:10px;padding:1.3rem 1.6rem 1.4rem}
        .verdict.good{border-left-color:var(--good)}
        .verdict.warning{border-left-color:var(--warnline)}
        .verdict.bad{border-left-color:var(--critical)}
        .verdict h1{font-size:2.4rem;line-height:1.15;letter-spacing:.01em;margin-top:.2rem}
        .verdict.good h1{color:var(--good)}
        .verdict.warning h1{color:var(--medium)}
        .verdict.bad h1{color:var(--critical)}
        .what{color:var(--soft);font-size:.9rem}
        .what .of{color:var(--ink);font-weight:600;margin-left:.4rem}
        .says{font-size:1.15rem}
        .exit{color:var(--soft);font-size:.88rem}

        .tiles{list-style:none;padding:0;display:flex;flex-wrap:wrap;gap:.6rem;margin-top:1.1rem}
        .tile{flex:1 1 6.2rem;border:1px solid var(--line);border-radius:8px;padding:.45rem .8rem;font-size:.85rem;color:var(--soft)}
        .tile b{display:block;font-size:1.55rem;line-height:1.2;color:inherit;font-variant-numeric:tabular-nums}
        .tile.critical,.tile.high,.tile.medium,.tile.low{color:var(--ink);border-top:4px solid}
        .tile.critical{border-top-color:var(--critical)}.tile.critical b{color:var(--critical)}
        .tile.high{border-top-color:var(--high)}.tile.high b{color:var(--high)}
        .tile.medium{border-top-color:var(--warnline)}.tile.medium b{color:var(--medium)}
        .tile.low{border-top-color:var(--low)}.tile.low b{color:var(--low)}
        .tile.unseen{background:var(--warn);border-color:var(--warnline);color:var(--ink)}
        .tile.quiet b{color:var(--ink)}

        .blind{border:1px solid var(--warnline);border-left-width:6px;background:var(--warn);border-radius:8px;padding:.8rem 1.1rem;margin-top:1rem}
        .blind.good{border-color:var(--good);background:var(--ins)}
        .blind.bad{border-color:var(--critical);background:var(--badbg)}
        .blind h2{font-size:1rem;margin-bottom:.3rem}
        .blind li,#others li,#limits li{overflow-wrap:anywhere}

        .most{list-style:none;padding:0;background:var(--card);border:1px solid var(--line);border-radius:8px}
        .most li{display:grid;grid-template-columns:5.2rem minmax(0,1fr) auto;gap:.1rem .6rem;align-items:baseline;
          padding:.45rem .9rem;border-top:1px solid var(--line);overflow-wrap:anywhere}
        .most li:first-child{border-top:0}
        .most .gist{grid-column:2/-1;color:var(--soft);font-size:.88rem}
        .gist b{color:var(--ink)}
        .gist del,.gist ins{text-decoration:none;padding:0 .3rem;border-radius:3px;color:var(--ink);font-family:ui-monospace,monospace;font-size:.92em}
        .gist del{background:var(--del)}
        .gist ins{background:var(--ins)}
        .who{white-space:nowrap;font-size:.8rem;color:var(--soft)}
        .who:empty{display:none}

        .sev{display:inline-block;min-width:4.6rem;text-align:center;border:1px solid;border-radius:99px;padding:0 .55rem;
          font-size:.78rem;font-weight:600;white-space:nowrap;font-family:inherit}
        .sev.critical{color:var(--card);background:var(--critical);border-color:var(--critical)}
        .sev.high{color:var(--card);background:var(--high);border-color:var(--high)}
        .sev.medium{color:var(--medium)}
        .sev.low{color:var(--low)}

        /* Pictures. */
        .charts{display:grid;grid-template-columns:repeat(auto-fit,minmax(21rem,1fr));gap:1.2rem}
        #overview figure{margin-bottom:1.2rem}
        #overview tbody th{white-space:nowrap}
        figcaption{font-size:.85rem;color:var(--soft);margin-bottom:.3rem}
        svg{display:block;border-radius:4px;background:var(--line)}
        rect.critical,i.critical{fill:var(--critical);background:var(--critical)}
        rect.high,i.high{fill:var(--high);background:var(--high)}
        rect.medium,i.medium{fill:var(--warnline);background:var(--warnline)}
        rect.low,i.low{fill:var(--low);background:var(--low)}
        rect.good,i.good{fill:var(--good);background:var(--good)}
        rect.plain,i.plain{fill:var(--link);background:var(--link)}
        rect.quiet,i.quiet{fill:var(--soft);background:var(--soft)}
        .legend{list-style:none;padding:0;display:flex;flex-wrap:wrap;gap:.1rem 1rem;font-size:.82rem;margin-top:.35rem}
        .legend i{display:inline-block;width:.7rem;height:.7rem;border-radius:2px;margin-right:.35rem}

        """

    private static let findings = """
        #filters{position:sticky;top:0;z-index:5;display:flex;flex-wrap:wrap;gap:.5rem;align-items:center;
          background:var(--bg);padding:.6rem 0;border-bottom:1px solid var(--line)}
        #filters input[type=search],#filters select,#filters button{font:inherit;font-size:.88rem;color:var(--ink);
          background:var(--card);border:1px solid var(--line);border-radius:6px;padding:.32rem .6rem}
        #filters input[type=search]{flex:1 1 16rem;min-width:0}
        #filters label:not(.sev){flex:0 1 12rem;min-width:0}
        #filters select{width:100%}
        #filters button{cursor:pointer}
        fieldset{border:0;margin:0;padding:0;display:flex;flex-wrap:wrap;gap:.3rem}
        #filters label.sev{cursor:pointer}
        #filters label.sev input{margin:0 .1rem 0 0;vertical-align:-1px;accent-color:var(--soft)}
        #filters label.sev:not(:has(:checked)){opacity:.45}
        #count{color:var(--soft);font-size:.88rem;margin:.5rem 0}
        .paper{display:none}

        /* What is not on the screen costs nothing. */
        .ns{content-visibility:auto;contain-intrinsic-size:auto 40rem;padding:0 3px;margin:0 -3px}
        article{background:var(--card);border:1px solid var(--line);border-radius:8px;padding:.6rem .9rem;margin:.45rem 0;
          content-visibility:auto;contain-intrinsic-size:auto 110px}
        article:target{border-color:var(--link);box-shadow:0 0 0 2px var(--link)}
        h5 .kind{font-size:.82rem;color:var(--soft)}
        .sign{font-family:ui-monospace,monospace;font-weight:700;display:inline-block;width:1ch}
        .event{font-weight:600;margin-left:.4rem}
        .note{color:var(--soft);font-size:.88rem}
        h5 .note:before,.field .note:before{content:"· "}
        .fresh{color:var(--high);border:1px solid;border-radius:99px;padding:0 .45rem;font-size:.75rem;font-weight:600}
        .link{visibility:hidden;padding:0 .3rem}
        article:hover .link,.link:focus{visibility:visible}
        .by{font-size:.85rem;margin-top:.35rem;overflow-wrap:anywhere}
        .names{columns:3 17rem;font-size:.82rem}
        .names li{overflow-wrap:anywhere}

        /* What was and what is: side by side, or below each other. */
        .field{margin-top:.5rem;padding-top:.4rem;border-top:1px dashed var(--line)}
        .field p code{font-size:.85rem;font-weight:600}
        .two{display:grid;grid-template-columns:1fr 1fr;gap:.4rem;font-size:.82rem;line-height:1.5;margin-top:.25rem}
        .two>div{min-width:0}
        .two del,.two ins,.two span:not(.vh):not(.absent){display:block;text-decoration:none;white-space:pre-wrap;
          padding:.05rem .45rem;border-radius:3px;min-height:1.5em}
        .two del{background:var(--del);border-left:3px solid var(--critical)}
        .two ins{background:var(--ins);border-left:3px solid var(--good)}
        .two span:not(.vh):not(.absent){color:var(--soft);padding-left:calc(.45rem + 3px)}
        .unified .two{grid-template-columns:1fr;gap:.1rem}
        .unified .same>div:last-child,.unified .two>div:empty{display:none}
        mark{color:inherit;border-radius:2px}
        del mark{background:var(--delm)}
        ins mark{background:var(--insm)}
        .absent{color:var(--soft);font-style:italic;padding:.05rem .45rem;display:block}
        .lines .two{gap:.4rem;margin:0}
        .unified .lines .two{gap:0}
        .fold{color:var(--soft);font-size:.8rem;padding:.1rem .5rem}

        /* Why, and what to do. */
        .do{margin:.4rem 0 0;font-size:.88rem}
        .do summary{color:var(--link)}
        .do dl>div{grid-template-columns:5.6rem minmax(0,1fr)}
        .do dd{font-family:inherit;font-size:.88rem}
        .do pre{font-size:.8rem;line-height:1.4;white-space:pre-wrap;overflow-wrap:anywhere;border-left:3px solid var(--line);padding:.2rem .6rem;margin:.2rem 0}
        .cmd{display:block;background:var(--bg);border:1px solid var(--line);border-radius:5px;padding:.15rem .5rem;font-size:.8rem;white-space:pre-wrap}
        .cmd[role]{cursor:copy}
        .cmd[data-copied]:after{content:"  copied";color:var(--link);font-weight:600}

        """

    private static let evidence = """
        .cards{display:grid;grid-template-columns:repeat(auto-fit,minmax(21rem,1fr));gap:.8rem}
        .card{background:var(--card);border:1px solid var(--line);border-radius:8px;padding:.8rem 1.1rem;min-width:0}
        .card h3{margin:0 0 .35rem;color:var(--soft);font-size:.85rem;text-transform:capitalize}
        dl>div{display:grid;grid-template-columns:7.2rem minmax(0,1fr);gap:.6rem;padding:.12rem 0}
        #integrity dl>div{grid-template-columns:1fr;gap:0}
        #integrity .cards{margin:.6rem 0}
        dt{color:var(--soft);font-size:.85rem}
        dd{margin:0;font-size:.82rem;line-height:1.6}
        .checks{list-style:none;padding:0;font-size:.82rem;margin-top:.4rem}
        .checks li{overflow-wrap:anywhere}

        .wide{overflow-x:auto;background:var(--card);border:1px solid var(--line);border-radius:8px}
        table{border-collapse:collapse;width:100%;font-size:.88rem}
        th,td{text-align:left;vertical-align:top;padding:.4rem .8rem;border-top:1px solid var(--line);overflow-wrap:break-word}
        td{max-width:34rem}
        thead th{border-top:0;color:var(--soft);font-weight:600;white-space:nowrap}
        tbody th{font-weight:600}
        tfoot th,tfoot td{border-top:2px solid var(--line);font-weight:600}
        .n{text-align:right;font-variant-numeric:tabular-nums;white-space:nowrap}
        .dense{font-size:.8rem}
        .dense th,.dense td{padding:.18rem .7rem}
        b.yes{color:var(--good)}
        b.part{color:var(--medium)}
        tr.gap{background:var(--warn)}
        tr.out{color:var(--soft)}
        .samples{color:var(--soft);font-size:.8rem;margin-top:.2rem}
        .broken{color:var(--critical);font-weight:600}
        #review{overflow-x:auto}
        .review{border:1px solid var(--line);background:var(--card)}
        .review td{height:2.6rem;min-width:4rem;border-left:1px solid var(--line)}
        .review th[scope=row]{width:9rem}

        """

    private static let narrow = """
        @media (max-width:46rem){
          main{padding:1rem .8rem 2rem}
          .verdict{padding:1rem 1.1rem}
          .verdict h1{font-size:1.8rem}
          .most li{grid-template-columns:5.2rem minmax(0,1fr)}
          .most .who{grid-column:2;white-space:normal;justify-self:start}
          .two,.cards,.charts{grid-template-columns:minmax(0,1fr)}
          .two{gap:.15rem}
          .lines .two{gap:0}
          .same>div:last-child,.two>div:empty{display:none}
          #filters{position:static}
          #filters label:not(.sev){flex:1 1 9rem}
          #view{display:none}
          .link{visibility:visible}
        }

        """

    private static let paper = """
        @media print{
          :root{
            --bg:#fff;--card:#fff;--ink:#000;--soft:#444;--line:#bbb;--link:#000;
            --critical:#a00f38;--high:#97430a;--medium:#5f4800;--low:#3a465e;--good:#0f5a2e;
            --del:#fbe9eb;--delm:#f3b0b9;--ins:#e6f4ea;--insm:#9fd6af;--warn:#fff8e6;--warnline:#b88a00;--badbg:#fbe9eb
          }
          *{print-color-adjust:exact;-webkit-print-color-adjust:exact}
          body{font-size:9.5pt;line-height:1.4}
          .page{display:block}
          main{max-width:none;padding:0}
          main>section{margin-top:1.3rem}
          .rail,#filters,#count,.skip,.do,.link{display:none!important}
          .verdict{padding:.8rem 1.2rem}
          .verdict h1{font-size:22pt}
          .tiles{flex-wrap:nowrap;gap:.35rem}
          .tile{flex:1 1 0;padding:.3rem .5rem;font-size:8pt}
          .tile b{font-size:14pt}
          .card{padding:.5rem .8rem}
          .cards{grid-template-columns:1fr 1fr}
          dt,dd{font-size:7.5pt;line-height:1.35}
          dl>div{grid-template-columns:5.6rem 1fr;padding:0}
          .most li{padding:.2rem .7rem}
          table{font-size:8pt}
          th,td{padding:.2rem .4rem}
          .dense{font-size:7pt}
          .dense th,.dense td{padding:.1rem .3rem}
          .two{font-size:8pt}
          .long .group{display:none}
          .long .paper{display:block}
          .ns,article{content-visibility:visible}
          article{break-inside:avoid}
          .card,.tile,.blind,figure,tr,.field{break-inside:avoid}
          h2,h3,h4{break-after:avoid}
          details::details-content{display:block;content-visibility:visible;height:auto;opacity:1}
          .wide{overflow:visible;border:0}
          a{color:inherit}
          @page{margin:16mm 14mm;@bottom-right{content:counter(page) " / " counter(pages);font-size:8pt}@bottom-left{content:"snapctl";font-size:8pt}}
        }

        """
}
