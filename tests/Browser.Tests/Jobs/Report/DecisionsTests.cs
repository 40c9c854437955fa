using System.Globalization;
using System.Text.Json;
using System.Xml.Linq;
using LearnML.Browser.Tests.Hosting;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace LearnML.Browser.Tests.Jobs.Report;

/// <summary>The workbench of a classification's report: one slider moves both curves, the matrix, the figures and the cost.</summary>
public sealed class DecisionsTests(Chromium chromium, SharedService service)
{
    [Fact(SkipUnless = nameof(Chromium.Available), SkipType = typeof(Chromium), Skip = Chromium.Missing)]
    public async Task Slider_moves_the_matrix_the_figures_and_the_cost_as_the_report_says_and_the_address_keeps_it()
    {
        var id = (await service.TrainAsync("glyphs", new { model = "cut", training = new { epochs = 1 } })).GetProperty("id").GetString();
        var report = await service.GetAsync($"/api/jobs/{id}/report");
        var curve = report.GetProperty("curves").EnumerateArray().First(one => one.GetProperty("label").GetString() == "ring");
        var rows = curve.GetProperty("rows").GetInt32();
        var others = report.GetProperty("confusionMatrix").EnumerateArray().Sum(row => row.EnumerateArray().Sum(cell => cell.GetInt32())) - rows;
        var points = curve.GetProperty("points").EnumerateArray().ToList();
        await using var dashboard = await Dashboard.OpenAsync(chromium, service.Address, $"#/jobs/{id}?part=report");
        var page = dashboard.Page;
        var decisions = page.Locator(".decisions");
        await decisions.GetByLabel("Class").SelectOptionAsync("ring");
        await decisions.GetByLabel("A miss costs").FillAsync("20");

        var at = points.Count / 2;
        await decisions.GetByLabel("Threshold").FillAsync(at.ToString(CultureInfo.InvariantCulture));

        var (hits, alarms) = (Rows(points[at], "truePositiveRate", rows), Rows(points[at], "falsePositiveRate", others));
        int[] expected = [hits, rows - hits, alarms, others - alarms];
        await ExpectMatrixAsync(page, expected);
        await Expect(Figure(page, "cost")).ToHaveTextAsync(((20 * (rows - hits)) + alarms).ToString("N0", CultureInfo.InvariantCulture));
        await Expect(Figure(page, "precision")).ToHaveTextAsync(await PercentAsync(page, points[at].GetProperty("precision").GetDouble()));
        var marker = decisions.Locator("svg circle[r='6']").First;
        var place = await marker.GetAttributeAsync("cx");

        await dashboard.LoadAsync(page.Url[page.Url.IndexOf('#', StringComparison.Ordinal)..]);
        await ExpectMatrixAsync(page, expected);
        Assert.Equal(place, await marker.GetAttributeAsync("cx"));

        await decisions.GetByRole(AriaRole.Button, new() { Name = "Lowest cost" }).ClickAsync();
        var lowest = points.Min(point => (20 * (rows - Rows(point, "truePositiveRate", rows))) + Rows(point, "falsePositiveRate", others));
        await Expect(Figure(page, "cost")).ToHaveTextAsync(lowest.ToString("N0", CultureInfo.InvariantCulture));
        dashboard.AssertNoProblems();
    }

    [Fact(SkipUnless = nameof(Chromium.Available), SkipType = typeof(Chromium), Skip = Chromium.Missing)]
    public async Task Charts_are_saved_and_a_cell_of_the_matrix_shows_its_samples()
    {
        var id = (await service.TrainAsync("glyphs", new { model = "saved-charts", training = new { epochs = 1 } })).GetProperty("id").GetString();
        var sample = (await service.GetAsync($"/api/jobs/{id}/report")).GetProperty("samples")[0];
        var (actual, predicted) = (sample.GetProperty("label").GetString()!, sample.GetProperty("predicted").GetString()!);
        await using var dashboard = await Dashboard.OpenAsync(chromium, service.Address, $"#/jobs/{id}?part=report", hasAnimations: false);
        var page = dashboard.Page;

        var download = await page.RunAndWaitForDownloadAsync(() => page.GetByRole(AriaRole.Button, new() { Name = "SVG: ROC curve" }).ClickAsync());
        var drawing = XDocument.Load(await download.PathAsync()).Root!;
        var svg = drawing.Name.Namespace;
        Assert.Equal("ROC curve - saved-charts.svg", download.SuggestedFilename);
        Assert.Equal("ROC curve", drawing.Descendants(svg + "text").First().Value);
        Assert.Contains("Recall", drawing.Descendants(svg + "text").Select(text => text.Value));
        Assert.DoesNotContain("var(", drawing.ToString(), StringComparison.Ordinal);
        download = await page.RunAndWaitForDownloadAsync(() => page.GetByRole(AriaRole.Button, new() { Name = "CSV: Reliability" }).ClickAsync());
        Assert.StartsWith("\"rows\",\"probability\",\"share\"",
            await File.ReadAllTextAsync(await download.PathAsync(), TestContext.Current.CancellationToken), StringComparison.Ordinal);

        await page.GetByRole(AriaRole.Button, new() { NameString = $"{actual} predicted as {predicted}" }).First.ClickAsync();
        await Expect(page.GetByRole(AriaRole.Heading, new() { Name = $"Samples: {actual} predicted as {predicted}" })).ToBeFocusedAsync();
        var captions = await page.Locator(".images figcaption").AllInnerTextsAsync();
        Assert.NotEmpty(captions);
        var start = actual == predicted ? actual : $"{actual} → {predicted}";
        Assert.All(captions, caption => Assert.StartsWith(start, caption, StringComparison.Ordinal));
        await page.GetByRole(AriaRole.Button, new() { Name = "Show all samples" }).ClickAsync();
        await Expect(page.Locator(".images figure")).ToHaveCountAsync(20);
        dashboard.AssertNoProblems();
    }

    private static ILocator Figure(IPage page, string name) => page.Locator($".decisions [data-figure={name}]");

    private static int Rows(JsonElement point, string share, int rows) =>
        (int)Math.Floor((point.GetProperty(share).GetDouble() * rows) + 0.5);

    private static Task ExpectMatrixAsync(IPage page, int[] expected) => Expect(page.Locator("[data-part=outcomes] td.number"))
        .ToHaveTextAsync([.. expected.Select(rows => rows.ToString("N0", CultureInfo.InvariantCulture))]);

    private static Task<string> PercentAsync(IPage page, double share) => page.EvaluateAsync<string>(
        "(share) => new Intl.NumberFormat('en', { style: 'percent', maximumFractionDigits: 1 }).format(share)", share);
}
