using LearnML.Browser.Tests.Hosting;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace LearnML.Browser.Tests.Jobs;

public sealed class CompareTests(Chromium chromium, LearningService service) : IClassFixture<LearningService>
{
    [Fact(SkipUnless = nameof(Chromium.Available), SkipType = typeof(Chromium), Skip = Chromium.Missing)]
    public async Task A_job_that_is_gone_is_told_and_can_be_taken_from_the_comparison()
    {
        var (first, second, gone) = ((await service.TrainAsync("glyphs")).GetProperty("id").GetString(), (await service.TrainAsync("glyphs")).GetProperty("id").GetString(), Guid.NewGuid());
        await using var dashboard = await Dashboard.OpenAsync(chromium, service.Address, $"#/compare?ids={first},{second},{gone}");
        var page = dashboard.Page;
        await Expect(page.GetByRole(AriaRole.Alert)).ToContainTextAsync($"There is no job '{gone}'");

        await page.Locator("label", new() { HasText = gone.ToString() }).GetByRole(AriaRole.Checkbox).UncheckAsync();

        await Expect(page.Locator(".chart canvas").First).ToBeVisibleAsync();
        await Expect(page.GetByRole(AriaRole.Alert)).ToHaveCountAsync(0);
    }
}
