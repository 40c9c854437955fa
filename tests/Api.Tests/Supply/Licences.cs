namespace LearnML.Api.Tests.Supply;

/// <summary>The licences that packages of LearnML may have.</summary>
internal static class Licences
{
    /// <summary>Licences that only require their text to be kept.</summary>
    public static IReadOnlyList<string> Allowed { get; } = ["MIT", "Apache-2.0", "BSD-3-Clause", "PostgreSQL"];

    /// <summary>
    /// Packages without an allowed licence expression: the licence that they name instead, words that its file must contain, and why it is allowed.
    /// </summary>
    public static IReadOnlyDictionary<string, (string Says, string? Words, string Reason)> Exceptions { get; } =
        new Dictionary<string, (string, string?, string)>
        {
            ["Hangfire.AspNetCore"] = ("LICENSE.md", "LGPL v3",
            "LGPL-3.0-or-later: linked as a library of its own, unchanged, which whoever runs LearnML can replace"),
            ["Hangfire.Core"] = ("LICENSE.md", "LGPL v3", "as Hangfire.AspNetCore"),
            ["Hangfire.InMemory"] = ("LICENSE.md", "LGPL v3", "as Hangfire.AspNetCore"),
            ["Hangfire.NetCore"] = ("LICENSE.md", "LGPL v3", "as Hangfire.AspNetCore"),
            ["Hangfire.PostgreSql"] = ("LICENSE.md", "LGPLv3", "as Hangfire.AspNetCore"),
            ["K4os.Compression.LZ4"] = (
                "https://github.com/MiloszKrajewski/K4os.Compression.LZ4/blob/master/LICENSE?raw=true", null,
                "MIT, as an address; used by Parquet.Net"),
            ["Microsoft.ML.OnnxRuntime"] = ("LICENSE", "MIT License", "MIT, as a file"),
            ["Microsoft.ML.OnnxRuntime.Managed"] = ("LICENSE.txt", "MIT License", "MIT, as a file"),
            ["Sylvan.Data.Csv"] = ("license.txt", "MIT License", "MIT, as a file"),
            ["Mono.Cecil"] = ("http://opensource.org/licenses/mit-license.php", null, "MIT, as an address; of the tests only"),
            ["NetArchTest.Rules"] = ("", null, "MIT in its repository, its package says nothing; of the tests only"),
        };

    /// <summary>Vendored JavaScript with another licence, and why it is allowed.</summary>
    public static IReadOnlyDictionary<string, string> VendoredExceptions { get; } = new Dictionary<string, string>
    {
        ["axe-core"] = "MPL-2.0: unchanged, of the browser tests only, never served",
    };
}
