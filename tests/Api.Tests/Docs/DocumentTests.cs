using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace LearnML.Api.Tests.Docs;

/// <summary>The pages name only what exists: files, headings, settings and code.</summary>
public sealed partial class DocumentTests
{
    private const string SettingsPage = "src/Api/Docs/settings.md";

    private static readonly string[] SourceFolders = ["src", "tests", ".ci"];
    private static readonly string[] SourceKinds = [".cs", ".js", ".json", ".yml", ".csproj", ".props", ".targets", ".sh"];

    private static readonly IReadOnlyList<MarkdownPage> Pages = MarkdownPage.All();

    [Fact]
    public void Every_relative_link_leads_to_a_file_and_a_heading()
    {
        var links = Pages.SelectMany(page => page.Links.Where(link => !IsElsewhere(link)).Select(link => (Page: page, Link: link)));

        AssertNone(links.Where(link => !Leads(link.Page, link.Link)).Select(link => $"{link.Page.Path}: {link.Link}"));
    }

    [Fact]
    public void Every_page_can_be_reached_from_the_README()
    {
        var reached = new HashSet<string>();
        Visit("README.md");

        AssertNone(Pages.Select(page => page.Path).Except(reached));

        void Visit(string path)
        {
            if (Pages.FirstOrDefault(page => page.Path == path) is not { } page || !reached.Add(path))
            {
                return;
            }

            foreach (var link in page.Links.Where(link => !IsElsewhere(link)))
            {
                Visit(Path.GetRelativePath(Repository.Root, FileOf(page, link)).Replace('\\', '/'));
            }
        }
    }

    [Theory]
    [InlineData("LearnMLOptions", "| `LearnML:{0}` | `LearnML__{0}` | ")]
    [InlineData("LimitOptions", "| `LearnML:Limits:{0}` | ")]
    public void Every_setting_is_in_the_table_with_its_default(string options, string row)
    {
        var rows = MarkdownPage.Read(SettingsPage).Prose;
        var (type, start) = (OptionsType(options), CompositeFormat.Parse(row));
        var defaults = Activator.CreateInstance(type);

        Assert.All(type.GetProperties(), setting => Assert.Contains(rows, line => line.StartsWith(
            string.Format(CultureInfo.InvariantCulture, start, setting.Name) + Default(setting.GetValue(defaults)), StringComparison.Ordinal)));
    }

    [Fact]
    public void Every_setting_that_a_page_names_exists()
    {
        string[] known = [.. Names("LearnMLOptions"), "Limits", .. Names("LimitOptions").Select(name => $"Limits:{name}")];
        var unknown = Pages.SelectMany(page => Setting().Matches(File.ReadAllText(page.FullPath))
            .Select(match => match.Groups[1].Value.Replace("__", ":", StringComparison.Ordinal)).Except(known)
            .Select(name => $"{page.Path}: {name}"));

        AssertNone(unknown);

        static IEnumerable<string> Names(string options) => OptionsType(options).GetProperties().Select(property => property.Name);
    }

    [Fact]
    public void Every_type_and_file_that_a_page_names_exists()
    {
        string[] files = [.. SourceFolders.SelectMany(folder => Directory.EnumerateFiles(
            Path.Combine(Repository.Root, folder), "*", SearchOption.AllDirectories)).Where(file => !BuildOutput().IsMatch(file)),
            .. Directory.EnumerateFiles(Repository.Root)];
        var words = files.Where(file => SourceKinds.Contains(Path.GetExtension(file)))
            .SelectMany(file => Word().Matches(File.ReadAllText(file))).Select(word => word.Value).ToHashSet(StringComparer.Ordinal);
        var names = files.Select(Path.GetFileName).ToHashSet(StringComparer.Ordinal);

        // The changelog also names what was removed.
        AssertNone(Pages.Where(page => page.Path != "CHANGELOG.md")
            .SelectMany(page => page.CodeWords.Where(word => !Exists(page, word)).Select(word => $"{page.Path}: {word}")));

        bool Exists(MarkdownPage page, string word) =>
            TypeName().IsMatch(word) ? words.Contains(word.Split('<')[0])
            : FileName().IsMatch(word) ? names.Contains(word)
            : !OurPath().IsMatch(word) || new[] { Repository.Root, Path.Combine(Repository.Root, "src"), Path.GetDirectoryName(page.FullPath)! }
                .Any(folder => Path.Exists(Path.Combine(folder, word.TrimEnd('/'))));
    }

    private static void AssertNone(IEnumerable<string> wrong) =>
        Assert.True(!wrong.Any(), "There is no such thing as:\n" + string.Join('\n', wrong));

    private static bool IsElsewhere(string link) =>
        link.Contains("://", StringComparison.Ordinal) || link.StartsWith("mailto:", StringComparison.Ordinal);

    private static bool Leads(MarkdownPage page, string link)
    {
        var file = FileOf(page, link);
        return link.Split('#') is [_, var anchor]
            ? File.Exists(file) && (!file.EndsWith(".md", StringComparison.Ordinal)
                || MarkdownPage.Read(Path.GetRelativePath(Repository.Root, file)).Anchors.Contains(anchor))
            : Path.Exists(file);
    }

    private static string FileOf(MarkdownPage page, string link) =>
        link.StartsWith('#') ? page.FullPath : Path.GetFullPath(Path.Combine(Path.GetDirectoryName(page.FullPath)!, link.Split('#')[0]));

    private static Type OptionsType(string name) => typeof(ServiceSetup).Assembly.GetTypes().Single(type => type.Name == name);

    /// <summary>The start of the default's cell; a setting without a default is described in words.</summary>
    private static string Default(object? value) => value switch
    {
        null or "" => "",
        bool flag => $"`{(flag ? "true" : "false")}`",
        Enum word => $"`{word.ToString().ToLowerInvariant()}`",
        _ => string.Create(CultureInfo.InvariantCulture, $"`{value}`"),
    };

    [GeneratedRegex("LearnML(?::|__)((?:Limits(?::|__))?[A-Z][A-Za-z]+)")]
    private static partial Regex Setting();

    [GeneratedRegex(@"[/\\](bin|obj)[/\\]")]
    private static partial Regex BuildOutput();

    [GeneratedRegex("[A-Za-z_][A-Za-z0-9_]*")]
    private static partial Regex Word();

    [GeneratedRegex("^I?[A-Z][a-z0-9]+(?:[A-Z]+[a-z0-9]*)+(?:<[A-Za-z]+>)?$")]
    private static partial Regex TypeName();

    [GeneratedRegex(@"^[A-Z][\w.]*\.(cs|csproj|props|targets)$")]
    private static partial Regex FileName();

    [GeneratedRegex(@"^(src|tests|\.ci|Api|Contracts|Training|Client)/[\w./-]+$")]
    private static partial Regex OurPath();
}
