using System.Globalization;
using Microsoft.Playwright;

namespace LearnML.Browser.Tests.Jobs;

/// <summary>Reads the points of a chart from the file of its CSV button.</summary>
internal static class Curves
{
    public static async Task<IReadOnlyList<CurvePoint>> SaveAsync(IPage page, string metric)
    {
        var download = await page.RunAndWaitForDownloadAsync(() => page.Locator($"[data-metric={metric}]").GetByText("CSV").ClickAsync());
        var lines = await File.ReadAllLinesAsync(await download.PathAsync());
        return [.. lines.Skip(1).Select(line => line.Split("\",")).Select(halves => (Curve: halves[0][1..], Numbers: halves[1].Split(',')))
            .Select(line => new CurvePoint(line.Curve, Number(line.Numbers[0]), Number(line.Numbers[1])))];
    }

    private static double Number(string text) => double.Parse(text, CultureInfo.InvariantCulture);
}
