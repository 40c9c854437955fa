using LearnML.Browser.Tests.Hosting;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace LearnML.Browser.Tests.Jobs;

public sealed class CompareTests(Chromium chromium, SharedService service)
{
    [Fact(SkipUnless = nameof(Chromium.Available), SkipType = typeof(Chromium), Skip = Chromium.Missing)]
    public async Task A_deleted_job_is_reported_and_can_be_removed_from_the_comparison()
    {
        var first = (await service.TrainAsync("underfit", new { training = new { epochs = 2 } })).GetProperty("id").GetString();
        var second = (await service.TrainAsync("underfit", new { training = new { epochs = 2 } })).GetProperty("id").GetString();
        var deleted = Guid.NewGuid();
        await using var dashboard = await Dashboard.OpenAsync(chromium, service.Address, $"#/compare?ids={first},{second},{deleted}");
        var page = dashboard.Page;
        await Expect(page.GetByRole(AriaRole.Alert)).ToContainTextAsync($"There is no job '{deleted}'");

        await page.Locator("label", new() { HasText = deleted.ToString() }).GetByRole(AriaRole.Checkbox).UncheckAsync();

        await Expect(page.Locator(".chart canvas").First).ToBeVisibleAsync();
        await Expect(page.GetByRole(AriaRole.Alert)).ToHaveCountAsync(0);
    }
}
