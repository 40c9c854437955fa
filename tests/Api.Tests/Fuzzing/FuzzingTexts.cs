namespace LearnML.Api.Tests.Fuzzing;

/// <summary>Unusual and malformed values for fuzzing.</summary>
internal static class FuzzingTexts
{
    /// <summary>
    /// Values in a request target, sent as they are. Some lead to another route. <see cref="MalformedTargetValues"/> are not valid HTTP.
    /// </summary>
    public static IReadOnlyList<string> TargetValues { get; } =
    [
        "", "..", "../..", ".", "%2e%2e", "%2e%2e%2f%2e%2e%2fetc%2fpasswd", "..%2f..%2fdata", "%2fetc%2fpasswd",
        "/etc/passwd", "C:%5Cwindows", "a%2fb", "a//b", "%5c..%5c", "%c0%ae%c0%ae%c0%af", "%e0%80%af",
        "%ff%fe", "%zz", "%", "%25", "%2500", "a%23b", "a%3fb", "%f0%9f%90%8d", "%e2%80%ae", "%ed%a0%80", "%c3%a9",
        "%0d%0aX-Injected:%201", "%09", "%20", "+", "'", "%22", "<script>", "%3Cscript%3E", "%7B%7D",
        "{name}", "a;b", "a,b", "$where", "' OR 1=1 --".Replace(" ", "%20", StringComparison.Ordinal), "null",
        "true", "NaN", "Infinity", "-Infinity", "1e999", "1e308", "-1", "0", "00001", "1.5", "0x10",
        "2147483647", "2147483648", "-2147483649", "9223372036854775807", "9223372036854775808", "99999999999999999999999", "CON",
        "nul.csv", ".learnml", "-", new string('a', 63), new string('a', 64), new string('x', 4000),
        "00000000-0000-0000-0000-000000000000", "{00000000-0000-0000-0000-000000000000}",
        "8b0b9b8e0f8e4c558e101e4ed2fa1a11", "GLYPHS", "glyphs%20", "glyphs.", "schema", "compare", "preview",
    ];

    /// <summary>Values in a request target that are not valid HTTP.</summary>
    public static IReadOnlyList<string> MalformedTargetValues { get; } = ["%00", "a%00b", "\u00ff", "a\u0001b", "a b", "\u00c0\u00af"];

    /// <summary>JSON values, valid or not.</summary>
    public static IReadOnlyList<string> JsonValues { get; } =
    [
        "null", "true", "false", "0", "-1", "1", "0.5", "-0.0", "1e-320", "1e308", "1e999", "-1e999", "2147483647", "2147483648", "-2147483649",
        "9223372036854775808", "99999999999999999999999999", "NaN", "Infinity", "01", "1.",
        "\"\"", "\"NaN\"", "\"Infinity\"", "\"-1\"", "\"1\"", "\" \"", "\"../../etc/passwd\"", "\"/etc/passwd\"", "\"a\\u0000b\"", "\"\\ud800\"",
        "\"\\udc00\\ud800\"", "\"\\u202e\"", "\"\u00e9\ud83d\udc0d\"", "\"#\"", "\"%2e%2e\"",
        "\"" + new string('a', 5000) + "\"", "[]", "[null]", "[[]]", "[1,2,3]", "[\"a\"]", "[{}]", "{}", "{\"\":1}", "{\"a\":null}",
        "{\"__proto__\":{}}", "{\"$ref\":\"#\"}", "'a'", "undefined", "/*", "//", ",", "\ufeff1",
        Nest("[", "]", 30), Nest("[", "]", 100), Nest("[", "]", 5000), Nest("{\"a\":", "}", 70, "1"), Nest("[", "", 3000),
    ];

    /// <summary>Content types, valid or not.</summary>
    public static IReadOnlyList<string?> ContentTypes { get; } =
    [
        null, "", "text/plain", "application/xml", "application/json; charset=utf-16", "application/json; charset=\"",
        "application/problem+json", "application/x-www-form-urlencoded", "multipart/form-data",
        "multipart/form-data; boundary=", "multipart/form-data; boundary=\"", "multipart/form-data; boundary=" + new string('b', 100),
        "multipart/mixed; boundary=a", "///", "*/*", "text/csv", "application/octet-stream", "APPLICATION/JSON",
    ];

    public static IReadOnlyList<string> Methods { get; } = ["GET", "POST", "PUT", "PATCH", "HEAD", "OPTIONS", "TRACE", "QUERY", "get", "X"];

    public static byte[] Mutate(byte[] body, Random random) => new ByteMutator(random).Mutate(body);

    private static string Nest(string open, string close, int times, string inner = "") =>
        string.Concat(Enumerable.Repeat(open, times)) + inner + string.Concat(Enumerable.Repeat(close, times));
}
