/// Texts that try to become something else wherever they are shown: more than 300 of them, made of few ideas.
enum HostileTexts {
    /// All of them.
    static let all: [String] = controls + unseen + terminals + pages + markdown + spreadsheets + documents + pipelines

    /// Every control character, alone within a word.
    private static let controls: [String] = (Array(0x00...0x1F) + Array(0x7F...0x9F)).compactMap { code in
        Unicode.Scalar(UInt32(code)).map { "con\($0)trol" }
    }

    /// What turns, hides or joins text.
    private static let unseen: [String] =
        ([
            0xAD, 0x34F, 0x61C, 0x115F, 0x1160, 0x17B4, 0x17B5, 0x180B, 0x180E, 0x200B, 0x200C, 0x200D, 0x200E, 0x200F,
            0x2028, 0x2029, 0x202A, 0x202B, 0x202C, 0x202D, 0x202E, 0x2060, 0x2061, 0x2062, 0x2063, 0x2064, 0x2066,
            0x2067,
            0x2068, 0x2069, 0x206A, 0x206F, 0x3164, 0xFE00, 0xFE0F, 0xFEFF, 0xFFA0, 0xFFF0, 0xFFF9, 0xFFFB, 0xFFFE,
            0xFFFF,
            0x1BCA0, 0x1D173, 0xE0001, 0xE0020, 0xE007F, 0xE0100, 0xF0000, 0x10FFFF,
        ] as [UInt32]).compactMap { code in Unicode.Scalar(code).map { "un\($0)seen" } }
        + ["\u{301}mark", "z\u{301}\u{302}\u{303}\u{304}\u{305}\u{306}", "\u{202E}drowssap\u{2066}"]

    private static let terminals: [String] =
        [
            "[2J", "[H", "[31m", "[0m", "[8m", "[1A", "[10D", "[?1049h", "[?25l", "[6n", "[c", "]0;title\u{7}",
            "]8;;https://evil.example\u{7}link\u{1B}]8;;\u{7}", "]52;c;ZXZpbA==\u{7}", "]1337;File=:AAAA\u{7}",
            "P1$r0m\u{1B}\\",
            "c", "(0", "#8", "[201~", "_Gi=1\u{1B}\\", "^pm\u{1B}\\", "[38;5;196m", "[1000000b",
        ].flatMap { ["\u{1B}\($0)x", "\u{9B}\($0.dropFirst())x"] }
        + [
            "over\rwritten", "back\u{8}\u{8}\u{8}\u{8}space", "a\nDRIFT  none",
            "a\r\nNO DRIFT  nothing in scope differs",
        ]

    private static let pages: [String] =
        [
            "<script>hit()</script>", "<ScRiPt>hit()</sCrIpT>", "<script src=//evil.example/x.js></script>",
            "<img src=x onerror=hit()>", "<svg onload=hit()>", "<svg/onload=hit()>",
            "<svg><script>hit()</script></svg>",
            "<body onload=hit()>", "<iframe src=javascript:hit()>", "<iframe srcdoc='<script>parent.hit()</script>'>",
            "<object data=javascript:hit()>", "<embed src=javascript:hit()>", "<a href=javascript:hit()>x</a>",
            "<form action=javascript:hit()><button>x", "<math href=javascript:hit()>x",
            "<link rel=stylesheet href=//evil.example>",
            "<meta http-equiv=refresh content='0;url=//evil.example'>", "<base href=//evil.example/>",
            "<style>*{display:none}</style>", "<style>@import url(//evil.example)</style>",
            "<video><source onerror=hit()>",
            "<details open ontoggle=hit()>", "<input autofocus onfocus=hit()>", "<select autofocus onfocus=hit()>",
            "<marquee onstart=hit()>", "<template><script>hit()</script></template>",
            "<noscript><p title='</noscript><img src=x onerror=hit()>'>",
            "<!--<img src='--><img src=x onerror=hit()>'>", "--><script>hit()</script>", "]]><script>hit()</script>",
            "</title><script>hit()</script>", "</style><script>hit()</script>", "</script><script>hit()</script>",
            "</textarea><script>hit()</script>", "</article></section></main><h1>NO DRIFT</h1>",
            "\"><script>hit()</script>",
            "'><script>hit()</script>", "\" onmouseover=\"hit()", "' onmouseover='hit()", "` onmouseover=`hit()",
            "\" autofocus onfocus=hit() x=\"", "javascript:hit()", "data:text/html,<script>hit()</script>",
            "&lt;script&gt;hit()&lt;/script&gt;",
            "&#60;script&#62;hit()&#60;/script&#62;", "\\u003cscript\\u003ehit()", "\\x3cscript\\x3ehit()",
            "%3Cscript%3Ehit()%3C/script%3E",
            "<<script>hit();//<</script>", "<scr<script>ipt>hit()</scr</script>ipt>", "<\u{0}script>hit()</script>",
            "+ADw-script+AD4-hit()+ADw-/script+AD4-", "${hit()}", "{{constructor.constructor('hit()')()}}",
            "<%= hit() %>", "#{hit()}",
            "<x style=position:fixed;inset:0;background:url(//evil.example)>",
            "<svg><use href='//evil.example#x'/></svg>",
            "<svg><animate onbegin=hit() attributeName=x dur=1s>", "<img srcset='//evil.example/x.png'>",
            "<p id=filters>", "<a id=count name=text>x</a>",
        ]

    private static let markdown: [String] = [
        "`code`", "``", "```\n# heading\n```", "`` ` ``", "|cell|cell|", "a\n\n# NO DRIFT\n", "[x](javascript:hit())",
        "![x](https://evil.example/x.png)",
        "<https://evil.example>", "https://evil.example", "www.evil.example", "*bold*", "__bold__", "~~gone~~",
        "@everyone", "@org/team",
        "#1", "GH-1", "org/repo#1", "fixes #1", ":skull:", "$x$", "$`x`$", "$$\\href{javascript:hit()}{x}$$",
        "</details>", "<details>",
        "<!-- comment", "- [x] done", "1. list", "> quote", "---", "===", "\\", "\\`", "[^1]: note", "&copy;",
        "a|b`c|d`e", "<b>|`$(x)`",
    ]

    private static let spreadsheets: [String] = [
        "=cmd|' /C calc'!A0", "+1+1", "-1+1", "@SUM(A1)", "\t=1", "\r=1", "=HYPERLINK(\"//evil.example\")", "\"=1\"",
        "a,b;c",
    ]

    private static let documents: [String] = [
        "<?xml version=\"1.0\"?>", "<!DOCTYPE x [<!ENTITY y SYSTEM \"file:///etc/passwd\">]>", "&y;", "&#0;", "&#x1b;",
        "<![CDATA[x]]>", "]]>",
        "\" failures=\"0", "</failure></testcase>", "<testcase name=\"ok\"/>", "\",\"level\":\"none\"", "{\"a\":1}",
        "\\\"", "\u{5C}u0000",
        "key: value", "- item", "--- |", "!!python/object:x", "*alias", "&anchor", "{{", "? x", "yes", "null", "0x1F",
        "1e3", "~",
        "{0}", "[text](0)", "[link](https://evil.example)", "../../etc/passwd", "file:///etc/passwd", "C:\\x",
        "%2e%2e/",
    ]

    private static let pipelines: [String] = [
        "::error::forged", "::set-output name=x::y", "::add-mask::x", "::stop-commands::x", "a\n::error::forged",
        "  ::error::forged",
        "##[error]forged", "##[section]x", "##vso[task.setvariable variable=x]y",
        "x ##vso[task.complete result=Succeeded;]done",
        "a\n##vso[task.complete result=Succeeded;]", "###[x]", "%0A::error::forged", "%AZP25", "x]y;z", "x,line=1::y",
        "##teamcity[x]",
    ]
}
