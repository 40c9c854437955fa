using System.Globalization;
using Microsoft.Playwright;

namespace LearnML.Browser.Tests.Jobs;

/// <summary>The points of a chart, as its button CSV saves them.</summary>
internal static class Curves
{
    public static async Task<IReadOnlyList<CurvePoint>> SaveAsync(IPage page, string metric)
    {
        var download = await page.RunAndWaitForDownloadAsync(() => page.Locator($"[data-metric={metric}]").GetByText("CSV").ClickAsync());
        var lines = await File.ReadAllLinesAsync(await download.PathAsync());
        return [.. lines.Skip(1).Select(line => line.Split(',')).Select(cells => new CurvePoint(cells[0].Trim('"'), Number(cells[1]), Number(cells[2])))];
    }

    private static double Number(string text) => double.Parse(text, CultureInfo.InvariantCulture);
}
