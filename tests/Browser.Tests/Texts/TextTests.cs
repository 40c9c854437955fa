using System.Text.RegularExpressions;
using LearnML.Api.Tests.Docs;
using LearnML.Contracts;

namespace LearnML.Browser.Tests.Texts;

/// <summary>The dashboard's texts in every language.</summary>
public sealed partial class TextTests
{
    /// <summary>The prefix of the keys for the service's own words. The service answers in English, so only Chinese has these keys.</summary>
    private const string ServicePrefix = "service.";

    private static readonly string Root = Path.Combine(Repository.Root, "src", "Api", "wwwroot");

    [Fact]
    public void Both_languages_have_the_same_keys_with_the_same_placeholders()
    {
        var (english, chinese) = (Texts("en"), Texts("zh"));

        Assert.NotEmpty(english);
        Assert.Equal(english.Keys.Order(), chinese.Keys.Where(key => !key.StartsWith(ServicePrefix, StringComparison.Ordinal)).Order());
        Assert.All(english, text => Assert.Equal(Placeholders(text.Value), Placeholders(chinese[text.Key])));
    }

    [Fact]
    public void Every_key_that_a_module_uses_exists()
    {
        var texts = Texts("zh");
        var used = Modules().SelectMany(module => UsedKey().Matches(module).Select(match => match.Groups[1].Value)).Distinct().ToList();

        Assert.NotEmpty(used);
        Assert.All(used, key => Assert.True(
            key.EndsWith('.') ? texts.Keys.Any(text => text.StartsWith(key, StringComparison.Ordinal)) : texts.ContainsKey(key), key));
    }

    [Fact]
    public void Every_key_is_used()
    {
        var modules = string.Join('\n', Modules());

        // A module contains the whole key, or its start before a value: `state.${state}`.
        Assert.All(Texts("zh").Keys, key => Assert.True(
            modules.Contains($"\"{key}\"", StringComparison.Ordinal)
                || Starts(key).Any(start => modules.Contains($"`{start}${{", StringComparison.Ordinal)), key));
    }

    [Fact]
    public void Every_diagnosis_and_every_kind_of_error_has_a_text_in_Chinese()
    {
        var kinds = Directory.GetFiles(Path.Combine(Repository.Root, "src", "Training"), "*.cs", SearchOption.AllDirectories)
            .Select(File.ReadAllText).Where(file => file.Contains("new Diagnosis(", StringComparison.Ordinal))
            .SelectMany(file => DiagnosisKind().Matches(file).Select(match => match.Groups[1].Value)).Distinct().ToList();
        var errors = Enum.GetNames<EndReason>().Where(name => name is not (nameof(EndReason.Completed) or nameof(EndReason.Requested)));
        var texts = Texts("zh");
        string[] expected =
        [
            .. kinds.Select(kind => $"diagnosis.{kind}"), .. kinds.Select(kind => $"service.diagnosis.{kind}"),
            .. errors.Select(name => $"service.error.{char.ToLowerInvariant(name[0])}{name[1..]}"),
        ];

        Assert.InRange(kinds.Count, 28, 60);
        Assert.All(expected, key => Assert.Matches(@"\p{IsCJKUnifiedIdeographs}", texts.GetValueOrDefault(key, "")));
    }

    [Fact]
    public void Chinese_figures_of_a_diagnosis_have_the_names_that_the_service_gives_them()
    {
        var sources = Directory.GetFiles(Path.Combine(Repository.Root, "src", "Training"), "*.cs", SearchOption.AllDirectories)
            .Select(File.ReadAllText).Where(file => file.Contains("new Diagnosis(", StringComparison.Ordinal)).ToList();
        var figures = Texts("zh").Where(text => text.Key.StartsWith("service.figures.", StringComparison.Ordinal)).ToList();

        Assert.NotEmpty(figures);
        Assert.All(figures, text =>
        {
            var kind = text.Key["service.figures.".Length..];
            var source = string.Concat(sources.Where(file => file.Contains($"\"{kind}\"", StringComparison.Ordinal)));
            Assert.All(Placeholders(text.Value), name => Assert.Contains($"\"{name.Trim('{', '}')}\"", source, StringComparison.Ordinal));
        });
    }

    /// <summary>The parts of a key up to each of its points: "job.", "job.layer.".</summary>
    private static IEnumerable<string> Starts(string key) =>
        key.Index().Where(letter => letter.Item == '.').Select(letter => key[..(letter.Index + 1)]);

    private static Dictionary<string, string> Texts(string language) => Directory.GetFiles(Path.Combine(Root, "texts", language), "*.js")
        .SelectMany(file => Entry().Matches(File.ReadAllText(file)).Select(match => (match.Groups[1].Value, Joined(match.Groups[2].Value))))
        .ToDictionary();

    /// <summary>Joins a long text that is written as several strings: "one " + "two".</summary>
    private static string Joined(string strings) => string.Concat(StringLiteral().Matches(strings).Select(match => match.Groups[1].Value));

    private static IEnumerable<string> Placeholders(string text) => Placeholder().Matches(text).Select(match => match.Value).Order();

    private static IEnumerable<string> Modules() =>
        Directory.GetFiles(Root, "*.js", SearchOption.AllDirectories).Where(IsModule).Select(File.ReadAllText);

    /// <summary>Whether a file can use texts: the dashboard's own files, except those that define the texts.</summary>
    private static bool IsModule(string file)
    {
        var path = Path.GetRelativePath(Root, file);
        return path.EndsWith("format.js", StringComparison.Ordinal)
            || (!path.StartsWith("vendor", StringComparison.Ordinal) && !path.StartsWith("texts", StringComparison.Ordinal));
    }

    [GeneratedRegex("""^\s*"([\w.-]+)":\s+("(?:[^"\\]|\\.)*"(?:\s\+\s+"(?:[^"\\]|\\.)*")*),$""", RegexOptions.Multiline)]
    private static partial Regex Entry();

    [GeneratedRegex("""(?:new Diagnosis\(\s*"|"(?=\w+BoostedTrees"))(\w+)(?=")""")]
    private static partial Regex DiagnosisKind();

    [GeneratedRegex("\"((?:[^\"\\\\]|\\\\.)*)\"")]
    private static partial Regex StringLiteral();

    [GeneratedRegex("""\{\w+\}""")]
    private static partial Regex Placeholder();

    [GeneratedRegex("""\btext(?:Or)?\([`"]([\w.-]+)""")]
    private static partial Regex UsedKey();
}
