using System.Text.RegularExpressions;
using LearnML.Api.Tests.Readme;

namespace LearnML.Browser.Tests.Texts;

/// <summary>Every text in one place, in every language.</summary>
public sealed partial class TextTests
{
    /// <summary>What the service says itself, in English, has texts in the other language only.</summary>
    private const string OfTheService = "said.";

    private static readonly string Root = Path.Combine(Repository.Root, "src", "Api", "wwwroot");

    [Fact]
    public void Both_languages_have_the_same_texts_with_the_same_values()
    {
        var (english, chinese) = (Texts("en"), Texts("zh"));

        Assert.NotEmpty(english);
        Assert.Equal(english.Keys.Order(), chinese.Keys.Where(key => !key.StartsWith(OfTheService, StringComparison.Ordinal)).Order());
        Assert.All(english, text => Assert.Equal(Values(text.Value), Values(chinese[text.Key])));
    }

    [Fact]
    public void Every_text_that_a_module_asks_for_is_there()
    {
        var texts = Texts("zh");
        var asked = Modules().SelectMany(module => AskedFor().Matches(module).Select(match => match.Groups[1].Value)).Distinct().ToList();

        Assert.NotEmpty(asked);
        Assert.All(asked, key => Assert.True(key.EndsWith('.') ? texts.Keys.Any(text => text.StartsWith(key, StringComparison.Ordinal)) : texts.ContainsKey(key), key));
    }

    [Fact]
    public void Every_text_is_asked_for()
    {
        var modules = string.Join('\n', Modules());

        // A key is written whole, or a group of it before a value: `state.${state}`.
        Assert.All(Texts("zh").Keys, key => Assert.True(
            modules.Contains($"\"{key}\"", StringComparison.Ordinal)
                || key.Index().Any(letter => letter.Item == '.' && modules.Contains($"`{key[..(letter.Index + 1)]}${{", StringComparison.Ordinal)), key));
    }

    private static Dictionary<string, string> Texts(string language) => Directory.GetFiles(Path.Combine(Root, "texts", language), "*.js")
        .SelectMany(file => Text().Matches(File.ReadAllText(file)).Select(match => (match.Groups[1].Value, match.Groups[2].Value))).ToDictionary();

    private static IEnumerable<string> Values(string text) => Value().Matches(text).Select(match => match.Value).Order();

    private static IEnumerable<string> Modules() => Directory.GetFiles(Root, "*.js", SearchOption.AllDirectories)
        .Where(file => !file.Contains("vendor", StringComparison.Ordinal) && !Path.GetRelativePath(Root, file).StartsWith("texts", StringComparison.Ordinal) || file.EndsWith("format.js", StringComparison.Ordinal))
        .Select(File.ReadAllText);

    [GeneratedRegex("""^\s*"([\w.-]+)": "(.*)",$""", RegexOptions.Multiline)]
    private static partial Regex Text();

    [GeneratedRegex("""\{\w+\}""")]
    private static partial Regex Value();

    [GeneratedRegex("""\btext(?:Or)?\([`"]([\w.-]+)""")]
    private static partial Regex AskedFor();
}
