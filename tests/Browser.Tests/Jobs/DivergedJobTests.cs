using LearnML.Api.Tests.Hosting;
using LearnML.Browser.Tests.Hosting;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace LearnML.Browser.Tests.Jobs;

public sealed class DivergedJobTests(Chromium chromium, SharedService service)
{
    [Fact(SkipUnless = nameof(Chromium.Available), SkipType = typeof(Chromium), Skip = Chromium.Missing)]
    public async Task A_diverged_job_offers_a_lower_learning_rate_instead_of_a_resume()
    {
        var spec = new { dataset = "polynomial", network = new { hidden = new[] { 8 } }, optimizer = new { kind = "sgd", learningRate = 1e6 } };
        var id = (await service.PostAsync("/api/jobs", spec)).GetProperty("id").GetString();
        await Deadline.UntilAsync(() => service.GetAsync($"/api/jobs/{id}"), job => job.GetProperty("state").GetString() == "failed");
        await using var dashboard = await Dashboard.OpenAsync(chromium, service.Address, $"#/jobs/{id}");
        var page = dashboard.Page;
        await Expect(page.GetByText("No epoch has finished yet")).ToHaveCountAsync(0);
        await Expect(page.GetByText("The job ended before its first epoch was complete")).ToBeVisibleAsync();
        await Expect(page.GetByRole(AriaRole.Button, new() { Name = "Resume" })).ToHaveCountAsync(0);

        await page.GetByRole(AriaRole.Link, new() { Name = "Try a lower learning rate" }).ClickAsync();
        await Expect(page.GetByLabel("Learning rate", new() { Exact = true })).ToHaveValueAsync("100000");

        // The known kind of the error is translated.
        await using var chinese = await Dashboard.OpenAsync(chromium, service.Address, $"#/jobs/{id}", language: "zh-CN");
        await Expect(chinese.Page.GetByRole(AriaRole.Alert)).ToContainTextAsync("训练发散");
        dashboard.AssertNoProblems();
    }
}
