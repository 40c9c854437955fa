using System.Text.Json;
using Microsoft.Playwright;

namespace LearnML.Browser.Tests.Hosting;

/// <summary>The accessibility check of axe-core (https://www.deque.com/axe).</summary>
internal static class Axe
{
    private static readonly string Script = Read();

    /// <summary>What it finds in a page as it stands, of serious or critical impact: the rule, and where.</summary>
    public static async Task<IReadOnlyList<string>> SeriousAsync(IPage page)
    {
        await page.EvaluateAsync(Script);
        var violations = await page.EvaluateAsync<JsonElement>("async () => (await axe.run(document, { resultTypes: ['violations'] })).violations");
        return [.. violations.EnumerateArray()
            .Where(violation => violation.GetProperty("impact").GetString() is "serious" or "critical")
            .SelectMany(violation => violation.GetProperty("nodes").EnumerateArray()
                .Select(node => $"{violation.GetProperty("id").GetString()}: {node.GetProperty("html").GetString()} {node.GetProperty("failureSummary").GetString()}"))];
    }

    private static string Read()
    {
        using var reader = new StreamReader(typeof(Axe).Assembly.GetManifestResourceStream("axe.min.js")!);
        return reader.ReadToEnd();
    }
}
