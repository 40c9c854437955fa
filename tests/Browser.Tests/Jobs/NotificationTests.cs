using System.Text.RegularExpressions;
using LearnML.Api.Tests.Hosting;
using LearnML.Browser.Tests.Hosting;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace LearnML.Browser.Tests.Jobs;

public sealed class NotificationTests(Chromium chromium, SharedService service)
{
    [Fact(SkipUnless = nameof(Chromium.Available), SkipType = typeof(Chromium), Skip = Chromium.Missing)]
    public async Task The_title_shows_the_progress_and_a_notification_the_end_once_it_was_asked_for()
    {
        var spec = new { dataset = "glyphs", name = "Noticed", training = new { epochs = 90_000 } };
        var id = (await service.PostAsync("/api/jobs", spec)).GetProperty("id").GetString();
        await using var dashboard = await Dashboard.OpenAsync(chromium, service.Address, $"#/jobs/{id}");
        var page = dashboard.Page;
        await page.EvaluateAsync("""
            () => {
              globalThis.shown = [];
              globalThis.Notification = class {
                static requestPermission = async () => "granted";
                constructor(title) { shown.push(title); }
              };
            }
            """);
        await Expect(page).ToHaveTitleAsync(new Regex("^[0-9]+% · Noticed · LearnML$"));

        var notify = page.GetByRole(AriaRole.Button, new() { Name = "Notify me" });
        await Expect(notify).ToHaveAttributeAsync("aria-pressed", "false");
        await notify.ClickAsync();
        await Expect(notify).ToHaveAttributeAsync("aria-pressed", "true");

        // The notification comes on any page.
        await page.GetByRole(AriaRole.Link, new() { Name = "Activations" }).ClickAsync();
        await Expect(page.Locator("h1")).ToHaveTextAsync("Activations");
        await service.PostAsync($"/api/jobs/{id}/stop");
        var shown = await Deadline.UntilAsync(() => page.EvaluateAsync<string[]>("shown"), found => found.Length > 0);
        Assert.Equal(["Noticed: Stopped"], shown);
        await dashboard.NavigateAsync($"#/jobs/{id}");
        await Expect(page.GetByRole(AriaRole.Button, new() { Name = "Notify me" })).ToHaveCountAsync(0);
        dashboard.AssertNoProblems();
    }
}
