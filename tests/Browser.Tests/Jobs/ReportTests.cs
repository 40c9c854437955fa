using LearnML.Browser.Tests.Hosting;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace LearnML.Browser.Tests.Jobs;

public sealed class ReportTests(Chromium chromium, SharedService service)
{
    [Fact(SkipUnless = nameof(Chromium.Available), SkipType = typeof(Chromium), Skip = Chromium.Missing)]
    public async Task A_report_says_that_it_is_loading_and_reads_its_images_with_one_request()
    {
        var id = (await service.TrainAsync("glyphs", new { model = "reported", training = new { epochs = 1 } })).GetProperty("id").GetString();
        await using var dashboard = await Dashboard.OpenAsync(chromium, service.Address, $"#/jobs/{id}");
        var page = dashboard.Page;
        var requests = 0;
        page.Request += (_, request) => requests += request.Url.Contains("/rows?", StringComparison.Ordinal) ? 1 : 0;
        var answer = new TaskCompletionSource();
        await page.RouteAsync("**/report", async route =>
        {
            await answer.Task;
            await route.ContinueAsync();
        });

        await page.GetByRole(AriaRole.Tab, new() { Name = "Report" }).ClickAsync();
        await Expect(page.GetByText("The report is loading…")).ToBeVisibleAsync();
        answer.SetResult();
        await Expect(page.Locator(".images canvas")).ToHaveCountAsync(20);
        Assert.Equal(1, requests);
        await Expect(page.GetByText("Loss: cross-entropy in nats.")).ToBeVisibleAsync();
        dashboard.AssertNoProblems();
    }

    [Fact(SkipUnless = nameof(Chromium.Available), SkipType = typeof(Chromium), Skip = Chromium.Missing)]
    public async Task Losses_have_a_unit_and_the_score_of_the_kept_epoch_is_not_called_the_best()
    {
        var job = await service.TrainAsync("underfit", new { training = new { epochs = 3 }, preprocessing = new { target = "standardize" } });
        var id = job.GetProperty("id").GetString();
        await using var dashboard = await Dashboard.OpenAsync(chromium, service.Address, $"#/jobs/{id}");
        var page = dashboard.Page;
        await Expect(page.Locator("[data-metric=loss]")).ToContainTextAsync("squared error of the standardized target");
        await Expect(page.Locator(".figures")).ToContainTextAsync("Validation score");
        await Expect(page.GetByText("Best score")).ToHaveCountAsync(0);

        await page.GetByRole(AriaRole.Tab, new() { Name = "Report" }).ClickAsync();
        await Expect(page.GetByText("Loss: squared error of the standardized target.")).ToBeVisibleAsync();
        dashboard.AssertNoProblems();
    }
}
