using System.Globalization;
using LearnML.Api.Tests.Docs;
using LearnML.Api.Tests.Hosting;

namespace LearnML.Api.Tests.Architecture;

public sealed class LineLengthTests
{
    private const string Option = "max_line_length = ";

    private static readonly string[] Kinds =
        ["*.cs", "*.js", "*.md", "*.css", "*.html", "*.sh", "*.yml", "*.props", "*.targets", "*.csproj", ".ci/*"];

    private static readonly string[] NotOurs = ["/Migrations/", "/vendor/", "/Vendor/"];

    [Fact]
    public async Task No_line_is_longer_than_the_editor_settings_allow()
    {
        var most = Most();
        var files = await TrackedAsync();

        var tooLong = files.SelectMany(file => TooLong(file, most)).ToList();

        Assert.Contains("README.md", files);
        Assert.True(tooLong.Count == 0, $"{tooLong.Count} lines have more than {most} columns:\n{string.Join('\n', tooLong)}");
    }

    [Theory]
    [InlineData("a.cs", "xxxxxxxxxxx", true)]
    [InlineData("a.cs", "xxxxxxxxxx", false)]
    [InlineData("a.md", "x xxxxxxxxx", true)]
    [InlineData("a.md", "| x xxxxx |", false)]
    [InlineData("a.md", "See [x](https://example.org).", false)]
    [InlineData("a.cs", "| x xxxxx |", true)]
    public void In_Markdown_a_table_and_what_cannot_be_wrapped_may_be_longer(string file, string line, bool isTooLong) =>
        Assert.Equal(isTooLong, IsTooLong(file, line, 10));

    /// <summary>A row of a table is one line, and so is a word: a link, mostly.</summary>
    private static bool IsTooLong(string file, string line, int most) => line.Length > most
        && !(file.EndsWith(".md", StringComparison.Ordinal)
            && (line.TrimStart().StartsWith('|') || line.Split(' ').Any(word => word.Length > most)));

    private static IEnumerable<string> TooLong(string file, int most) =>
        File.ReadLines(Path.Combine(Repository.Root, file)).Index()
            .Where(line => IsTooLong(file, line.Item, most))
            .Select(line => string.Create(CultureInfo.InvariantCulture, $"{file}:{line.Index + 1}: {line.Item.Length} columns"));

    private static int Most() => int.Parse(
        File.ReadLines(Path.Combine(Repository.Root, ".editorconfig"))
            .Single(line => line.StartsWith(Option, StringComparison.Ordinal))[Option.Length..],
        CultureInfo.InvariantCulture);

    private static async Task<IReadOnlyList<string>> TrackedAsync()
    {
        var files = await ShellCommand.RunAsync("git", ["-C", Repository.Root, "ls-files", "-z", "--", .. Kinds]);
        return [.. files.Split('\0', StringSplitOptions.RemoveEmptyEntries)
            .Where(file => !NotOurs.Any(part => file.Contains(part, StringComparison.Ordinal)) && File.Exists(Path.Combine(Repository.Root, file)))];
    }
}
