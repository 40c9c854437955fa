using System.Text.Json;
using Microsoft.Playwright;

namespace LearnML.Browser.Tests.Hosting;

/// <summary>The accessibility check of axe-core (https://www.deque.com/axe).</summary>
internal static class Axe
{
    private static readonly string Script = Read();

    private static readonly string[] ResultTypes = ["violations"];

    private static readonly string[] ColorRules = ["color-contrast", "link-in-text-block"];

    /// <summary>Returns the violations of serious or critical impact in the current page, each with its rule and its element.</summary>
    public static async Task<IReadOnlyList<string>> FindSeriousViolationsAsync(IPage page)
    {
        await page.EvaluateAsync(Script);
        return await RunAsync(page, new { resultTypes = ResultTypes });
    }

    /// <summary>Like <see cref="FindSeriousViolationsAsync"/>, which must come first, but checks only what depends on the theme.</summary>
    public static Task<IReadOnlyList<string>> FindColorViolationsAsync(IPage page) =>
        RunAsync(page, new { resultTypes = ResultTypes, runOnly = ColorRules });

    private static async Task<IReadOnlyList<string>> RunAsync(IPage page, object options)
    {
        var violations = await page.EvaluateAsync<JsonElement>("async options => (await axe.run(document, options)).violations", options);
        return [.. violations.EnumerateArray()
            .Where(violation => violation.GetProperty("impact").GetString() is "serious" or "critical")
            .SelectMany(violation => violation.GetProperty("nodes").EnumerateArray()
                .Select(node => $"{Text(violation, "id")}: {Text(node, "html")} {Text(node, "failureSummary")}"))];
    }

    private static string? Text(JsonElement part, string name) => part.GetProperty(name).GetString();

    private static string Read()
    {
        using var reader = new StreamReader(typeof(Axe).Assembly.GetManifestResourceStream("axe.min.js")!);
        return reader.ReadToEnd();
    }
}
