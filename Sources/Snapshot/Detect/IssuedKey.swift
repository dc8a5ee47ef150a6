/// A format in which an issuer makes its keys: how they begin, which characters follow, and how many.
///
/// Prefix, length and alphabet decide, not how random the rest looks: chance makes keys of one sort of letters too.
struct IssuedKey {
    /// Which characters follow the prefix.
    enum Alphabet: Int, CaseIterable {
        case hex, capitals, alphanumeric, word, dotted, base64

        func holds(_ byte: UInt8) -> Bool {
            switch self {
            case .hex: byte >= 0x30 && byte <= 0x39 || byte | 0x20 >= 0x61 && byte | 0x20 <= 0x66
            case .capitals: byte >= 0x30 && byte <= 0x39 || byte >= 0x41 && byte <= 0x5A
            case .alphanumeric: TextScan.isLetterOrDigit(byte)
            case .word: TextScan.isBase64URL(byte)
            case .dotted: TextScan.isBase64URL(byte) || byte == UInt8(ascii: ".") || byte == UInt8(ascii: "=")
            case .base64: TextScan.isBase64(byte) || TextScan.isBase64URL(byte)
            }
        }

        var text: String {
            switch self {
            case .hex: "0-9a-f"
            case .capitals: "A-Z0-9"
            case .alphanumeric: "A-Za-z0-9"
            case .word: "A-Za-z0-9_-"
            case .dotted: "A-Za-z0-9_.=-"
            case .base64: "A-Za-z0-9+/=_-"
            }
        }
    }

    let issuer: String
    let prefixes: [String]
    let alphabet: Alphabet
    let lengths: ClosedRange<Int>

    private init(_ issuer: String, _ prefixes: String..., as alphabet: Alphabet, _ lengths: ClosedRange<Int>) {
        self.issuer = issuer
        self.prefixes = prefixes
        self.alphabet = alphabet
        self.lengths = lengths
    }

    /// Source: the documentation of each issuer, and the patterns that issuers publish for secret scanning.
    static let all = [
        IssuedKey("AWS", "AKIA", "ASIA", "ABIA", "ACCA", as: .capitals, 16...16),
        IssuedKey("AWS Bedrock", "ABSK", as: .base64, 100...300),
        IssuedKey("GitHub", "ghp_", "gho_", "ghu_", "ghs_", "ghr_", as: .alphanumeric, 32...512),
        IssuedKey("GitHub", "github_pat_", as: .word, 29...512),
        IssuedKey(
            "GitLab", "glpat-", "gldt-", "glrt-", "glrtr-", "glft-", "glimt-", "glagent-", "gloas-", "glcbt-",
            "glffct-", "glsoat-", "GR1348941", as: .dotted, 20...512),
        IssuedKey("GitLab", "glptt-", as: .word, 34...128),
        IssuedKey("Google", "AIza", as: .word, 35...35),
        IssuedKey("Google", "GOCSPX-", as: .word, 24...40),
        IssuedKey("Google", "ya29.", as: .dotted, 35...2048),
        IssuedKey(
            "Slack", "xoxb-", "xoxp-", "xoxa-", "xoxr-", "xoxs-", "xoxo-", "xoxc-", "xoxd-", "xoxe-", "xoxe.",
            as: .dotted, 19...512),
        IssuedKey("Slack", "xapp-", as: .word, 30...256),
        IssuedKey(
            "Stripe", "sk_live_", "rk_live_", "sk_test_", "rk_test_", "sk_prod_", "rk_prod_", as: .alphanumeric,
            16...256),
        IssuedKey("Stripe", "whsec_", as: .base64, 18...128),
        IssuedKey("HashiCorp Vault", "hvs.", "hvb.", "hvr.", as: .word, 20...512),
        IssuedKey("Docker", "dckr_pat_", "dckr_oat_", as: .word, 15...64),
        IssuedKey("OpenAI", "sk-", as: .alphanumeric, 32...256),
        IssuedKey(
            "OpenAI, Anthropic, OpenRouter", "sk-proj-", "sk-svcacct-", "sk-admin-", "sk-None-", "sk-ant-", "sk-or-",
            as: .word, 20...512),
        IssuedKey("others that begin like OpenAI's", "sk-", as: .word, 37...512),
        IssuedKey("Groq", "gsk_", as: .alphanumeric, 40...80),
        IssuedKey("Perplexity", "pplx-", as: .alphanumeric, 40...80),
        IssuedKey("xAI", "xai-", as: .alphanumeric, 60...120),
        IssuedKey("Replicate", "r8_", as: .alphanumeric, 37...40),
        IssuedKey("Hugging Face", "hf_", "api_org_", as: .alphanumeric, 34...37),
        IssuedKey("SendGrid", "SG.", as: .dotted, 47...100),
        IssuedKey("Brevo", "xkeysib-", "xsmtpsib-", as: .word, 70...100),
        IssuedKey("Mailgun", "key-", as: .hex, 32...32),
        IssuedKey("npm", "npm_", as: .alphanumeric, 32...64),
        IssuedKey("PyPI", "pypi-", as: .word, 45...1024),
        IssuedKey("RubyGems", "rubygems_", as: .hex, 40...64),
        IssuedKey("NuGet", "oy2", as: .alphanumeric, 43...43),
        IssuedKey("DigitalOcean", "dop_v1_", "doo_v1_", "dor_v1_", as: .hex, 57...64),
        IssuedKey("Shopify", "shpat_", "shpss_", "shpca_", "shppa_", as: .hex, 26...64),
        IssuedKey("Grafana", "glsa_", as: .word, 27...128),
        IssuedKey("Grafana", "glc_", as: .base64, 32...512),
        IssuedKey("Databricks", "dapi", as: .hex, 32...32),
        IssuedKey("Atlassian", "ATATT3", "ATATTx", "ATCTT3", as: .base64, 54...512),
        IssuedKey("Bitbucket", "ATBB", as: .alphanumeric, 24...40),
        IssuedKey("Square", "sq0csp-", "sq0atp-", as: .word, 22...60),
        IssuedKey("Linear", "lin_api_", "lin_oauth_", as: .alphanumeric, 32...64),
        IssuedKey("New Relic", "NRAK-", "NRII-", "NRRA-", as: .word, 26...42),
        IssuedKey("Sentry", "sntrys_", as: .base64, 33...1024),
        IssuedKey("Sentry", "sntryu_", as: .hex, 53...64),
        IssuedKey("Tailscale", "tskey-", as: .word, 18...128),
        IssuedKey("Postman", "PMAK-", as: .word, 35...80),
        IssuedKey("Dynatrace", "dt0c01.", "dt0s01.", "dt0s16.", as: .dotted, 33...120),
        IssuedKey("Pulumi", "pul-", as: .hex, 40...40),
        IssuedKey("Netlify", "nfp_", as: .alphanumeric, 36...64),
        IssuedKey("Notion", "ntn_", as: .alphanumeric, 36...64),
        IssuedKey("Notion", "secret_", as: .alphanumeric, 40...64),
        IssuedKey("Facebook", "EAACEdEose0cBA", as: .alphanumeric, 6...512),
        IssuedKey("Figma", "figd_", "figo_", as: .word, 35...64),
        IssuedKey("Alibaba Cloud", "LTAI", as: .alphanumeric, 12...26),
        IssuedKey("Tencent Cloud", "AKID", as: .alphanumeric, 32...40),
        IssuedKey("JFrog", "AKCp", as: .alphanumeric, 60...80),
        IssuedKey("JFrog", "cmVmdGtu", as: .alphanumeric, 56...56),
        IssuedKey("Prefect", "pnu_", as: .alphanumeric, 36...40),
        IssuedKey("PlanetScale", "pscale_tkn_", "pscale_pw_", "pscale_oauth_", as: .dotted, 32...64),
        IssuedKey("Doppler", "dp.pt.", "dp.st.", "dp.ct.", "dp.sa.", as: .dotted, 40...80),
        IssuedKey("Supabase", "sbp_", as: .hex, 40...64),
        IssuedKey("Sonar", "squ_", "sqp_", "sqa_", as: .hex, 40...40),
        IssuedKey("Heroku", "HRKU-", as: .word, 36...64),
        IssuedKey("Octopus Deploy", "API-", as: .capitals, 25...32),
        IssuedKey("OpenShift", "sha256~", as: .word, 43...43),
        IssuedKey("1Password", "ops_eyJ", as: .base64, 100...4096),
        IssuedKey("Fly.io", "fo1_", "fm1a_", "fm1r_", "fm2_", as: .base64, 43...4096),
        IssuedKey("Buildkite", "bkua_", as: .hex, 40...40),
        IssuedKey("Contentful", "CFPAT-", as: .word, 43...43),
        IssuedKey("Typeform", "tfp_", as: .dotted, 40...80),
    ]

    /// As `snapctl rules` prints it.
    var json: Value {
        [
            "issuer": .string(issuer), "prefixes": .array(prefixes.map(Value.string)),
            "characters": .string(alphabet.text), "fewest": .number(Number(lengths.lowerBound)),
            "most": .number(Number(lengths.upperBound)),
        ]
    }

    private static let byMark: [String: [(prefix: String, key: IssuedKey)]] = {
        let pairs = all.flatMap { key in key.prefixes.map { (prefix: $0, key: key) } }
        return Dictionary(grouping: pairs) { String($0.prefix.prefix(3)) }
    }()

    /// The three bytes at which one of them is looked for.
    static let marks = byMark.keys.sorted()

    /// The key that begins at a place.
    static func span(at start: Int, in scan: inout TextScan) -> CredentialSpan? {
        let before = scan.byte(start - 1)
        guard !TextScan.isLetterOrDigit(before) || CredentialShape.isEscapeLetter(start - 1, scan) else { return nil }
        let mark = String(decoding: scan.bytes[start..<start + 3], as: UTF8.self)
        for (prefix, key) in byMark[mark] ?? [] where scan.has(prefix, at: start) {
            // `my-AKIA…` may be a part of a longer name; `prod-glpat-…` is not.
            let isShort = prefix.utf8.count < 5
            if isShort, before == UInt8(ascii: "_") || before == UInt8(ascii: "-") || before == UInt8(ascii: ".") {
                continue
            }
            let begin = start + prefix.utf8.count
            let end = scan.issued[key.alphabet.rawValue].end(
                from: begin, in: scan.bytes, &scan.budget, while: key.alphabet.holds)
            guard key.lengths.contains(end - begin), !key.isOrdinary(scan.bytes[begin..<end]) else { continue }
            scan.budget.spend(end - begin)
            // `dapi…-2`
            let isNumbered = scan.byte(end) == UInt8(ascii: "-") && key.alphabet == .hex
            let isBehind = isNumbered && (0x30...0x39).contains(scan.byte(end + 1))
            return CredentialSpan(range: start..<(isBehind ? end + 2 : end), rule: "cloud-key")
        }
        return nil
    }

    /// Whether what follows the prefix is a name: `sk-learn-model-…`, or an id.
    private func isOrdinary(_ body: ArraySlice<UInt8>) -> Bool {
        if alphabet == .hex || alphabet == .capitals { return false }
        let text = String(decoding: body, as: UTF8.self)
        return CredentialValue.isName(body) || CredentialValue.isUUID(text)
    }
}
