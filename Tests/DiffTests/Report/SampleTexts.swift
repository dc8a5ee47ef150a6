import Diff
import Snapshot

extension SampleReports {
    /// Two states whose texts hold documents, and lists whose entries moved.
    static func texts() throws -> Report {
        var comparison = Comparison()
        comparison.changes = [
            Change(
                identity: identity("ConfigMap", "", "payments", "settings"),
                kind: .modified([
                    text(
                        "config.json", #"{"log":{"level":"info"},"users":[{"name":"ann"},{"name":"bob"}]}"#,
                        #"{"log":{"level":"debug"},"users":[{"name":"bob"},{"name":"ann"}]}"#),
                    text(
                        "limits.yaml", "# per second\nlimits:\n  requests: 20\n",
                        "# each second\nlimits:\n  requests: 50\n"),
                    text("tidy.json", #"{"a":1,"b":[1,2]}"#, "{\n  \"b\": [1, 2],\n  \"a\": 1.0\n}\n"),
                    text("gateway.crt", certificates.before, certificates.after),
                    text("rules.b64", packed.before, packed.after),
                    text("release", releases.before, releases.after),
                ])),
            Change(
                identity: identity("Deployment", "apps", "payments", "web"),
                kind: .modified([
                    FieldChange(
                        path: FieldPath(fields: "spec", "template", "spec", "initContainers"), kind: .value,
                        before: [["name": "migrate"], ["name": "warm"], ["name": "wait"]],
                        after: [["name": "wait"], ["name": "migrate"], ["name": "warm"]],
                        detail: .moved([Move(entry: named("wait"), from: 2, to: 0)])),
                    FieldChange(
                        path: container("web", "args"), kind: .value, before: ["--quiet", "serve", "--port=80"],
                        after: ["serve", "--port=80", "--quiet"],
                        detail: .moved([Move(entry: .value("--quiet"), from: 0, to: 2)])),
                ])),
        ]
        comparison.equalCount = 1_204
        return try make(comparison)
    }

    private static func text(_ key: String, _ before: String, _ after: String) -> FieldChange {
        FieldChange(
            path: FieldPath(fields: "data", key), kind: .value, before: .string(before), after: .string(after),
            detail: TextDifference(before, after).map(FieldChange.Detail.inside))
    }

    /// JSON in base64.
    private static let packed = (
        before: "eyJhbGxvdyI6IFsiMTAuMC4wLjAvOCJdLCAiZGVueSI6IFtdfQ==",
        after: "eyJhbGxvdyI6IFsiMTAuMC4wLjAvOCJdLCAiZGVueSI6IFsiMTAuOS4wLjAvMTYiXX0="
    )

    /// What Helm 3 writes of a chart: JSON in gzip in base64.
    static let releases = (
        before:
            "H4sIAAAAAAACA22NOw7CMBBEr2JNnUQkdFtzDDdLvA4WeB3FBoSi3B2bmm40nzc7lKOA8JYrOrxkyyEp6NwhqE+gHblweeZacbI+0kccjg7zjbfS0iiFHRdu+j8K4zANJxxtldSHpVW3ygozV+xU/cgavOQKRN/3Vu9BHZnL7y+KFqt5lZmsGhMiL0KmftBoFccX9mBCVMEAAAA=",
        after:
            "H4sIAAAAAAACA22NOw7CMBBEr2JNnUQQuq05hpsl3oQVeI1iA0JR7o5NTTeaz5sNxlFAeMsFHV6yZk0GOnVQmxNoQy5cnrlWgjzu6SMBe4fpymtpaZTCgQs3/R+F4zAOB+xtlWzWpVXXytKJK3asfmTTWXIFou97bze1QO78+4tixVt+yETenNPIi5CrHzR6w/4FJhriE8EAAAA="
    )

    /// A certificate and its successor, made for this test with a key that is gone.
    static let certificates = (
        before: """
        -----BEGIN CERTIFICATE-----
        MIIB0zCCAXmgAwIBAgIUIZ0GeoSojK1cmBL2uNHT4ZwWAyMwCgYIKoZIzj0EAwIw
        PzEaMBgGA1UECgwRTm9ydGh3aW5kIEV4YW1wbGUxITAfBgNVBAMMGGdhdGV3YXku
        cGF5bWVudHMuZXhhbXBsZTAeFw0yNjExMjUwNDQ4MjdaFw0yNzExMjUwNDQ4Mjda
        MD8xGjAYBgNVBAoMEU5vcnRod2luZCBFeGFtcGxlMSEwHwYDVQQDDBhnYXRld2F5
        LnBheW1lbnRzLmV4YW1wbGUwWTATBgcqhkjOPQIBBggqhkjOPQMBBwNCAAQDp5zi
        TcLUDUie1/nF77jgtute3HnGrQ1Mlp7OmQbalAOFp0nFTytJvogAIqMYanK/Xipq
        +ud5Ur8/CWKbq8Uko1MwUTAdBgNVHQ4EFgQUcgO1AVVr3SAUsgHa17FcnTyViTgw
        HwYDVR0jBBgwFoAUcgO1AVVr3SAUsgHa17FcnTyViTgwDwYDVR0TAQH/BAUwAwEB
        /zAKBggqhkjOPQQDAgNIADBFAiEAtKiOOmpOcmaFI9/mYW7nzlT9F3MTXHPjevn9
        HezZ6+8CIHsULoM1w9hkgBqQIIJ8mDKqWc82IbkQGYezchpWbNFn
        -----END CERTIFICATE-----

        """,
        after: """
        -----BEGIN CERTIFICATE-----
        MIIB0zCCAXmgAwIBAgIUZng6rGZcMtW7QR61SxDFRwYdRqswCgYIKoZIzj0EAwIw
        PzEaMBgGA1UECgwRTm9ydGh3aW5kIEV4YW1wbGUxITAfBgNVBAMMGGdhdGV3YXku
        cGF5bWVudHMuZXhhbXBsZTAeFw0yNjExMjUwOTExMzBaFw0yOTAyMDIwOTExMzBa
        MD8xGjAYBgNVBAoMEU5vcnRod2luZCBFeGFtcGxlMSEwHwYDVQQDDBhnYXRld2F5
        LnBheW1lbnRzLmV4YW1wbGUwWTATBgcqhkjOPQIBBggqhkjOPQMBBwNCAATFQwuJ
        4D5vIZRnVYkmwuZM8XVN8QtD5P+ssRrdHjpoKbikRhNR6QQ3s3I9vLPnxx8A1U1H
        kHEc8SNEY3m9QEpEo1MwUTAdBgNVHQ4EFgQU4TDGkGpNyVi+oE+58iVqC/vtMV8w
        HwYDVR0jBBgwFoAU4TDGkGpNyVi+oE+58iVqC/vtMV8wDwYDVR0TAQH/BAUwAwEB
        /zAKBggqhkjOPQQDAgNIADBFAiBhbvNA7Qrj18AmRg9yQHbO7F/Lh/+iVEHgRmxg
        1r5kxgIhAI2+MHAhQhSDmHToM6m7CmFpVUvLzuPN25CC9ZV7dseA
        -----END CERTIFICATE-----

        """
    )
}
