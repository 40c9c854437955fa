using System.Text.RegularExpressions;
using LearnML.Browser.Tests.Hosting;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace LearnML.Browser.Tests.Jobs.Report;

public sealed partial class ReportFileTests(Chromium chromium, SharedService service)
{
    [Fact(SkipUnless = nameof(Chromium.Available), SkipType = typeof(Chromium), Skip = Chromium.Missing)]
    public async Task Saved_report_opens_without_the_service_and_shows_the_same()
    {
        var id = (await service.TrainAsync("glyphs", new { model = "kept", training = new { epochs = 2 } })).GetProperty("id").GetString();
        await using var dashboard = await Dashboard.OpenAsync(chromium, service.Address, $"#/jobs/{id}?part=report");
        var page = dashboard.Page;
        var matrix = await page.Locator("table.confusion").First.InnerTextAsync();
        var download = await page.RunAndWaitForDownloadAsync(() =>
            page.GetByRole(AriaRole.Button, new() { Name = "Save as HTML" }).ClickAsync());
        Assert.Equal("kept - Report.html", download.SuggestedFilename);
        var html = await File.ReadAllTextAsync(await download.PathAsync(), TestContext.Current.CancellationToken);

        // No script, and nothing that the browser would load.
        Assert.DoesNotContain("<script", html, StringComparison.OrdinalIgnoreCase);
        Assert.Empty(Reference().Matches(html));
        await using var context = await chromium.Browser.NewContextAsync(new() { Offline = true });
        var file = await context.NewPageAsync();
        var requests = new List<string>();
        file.Request += (_, request) => requests.Add(request.Url);
        await file.SetContentAsync(html);

        await Expect(file.Locator("h1")).ToHaveTextAsync("kept");
        Assert.Equal(matrix, await file.Locator("table.confusion").First.InnerTextAsync());
        await Expect(file.Locator("polyline")).ToHaveCountAsync(2 + 2 + 2 + 2 + 2 + 3);
        await Expect(file.Locator("img.image")).ToHaveCountAsync(20);
        await Expect(file.Locator("button, input, select, a, canvas")).ToHaveCountAsync(0);
        await Expect(file.Locator("pre")).ToContainTextAsync("\"dataset\": \"glyphs\"");
        Assert.All(requests, url => Assert.StartsWith("data:", url, StringComparison.Ordinal));
        dashboard.AssertNoProblems();
    }

    [GeneratedRegex("""(?:src|href)="(?!data:)|url\((?!["']?data:)|@import""")]
    private static partial Regex Reference();
}
