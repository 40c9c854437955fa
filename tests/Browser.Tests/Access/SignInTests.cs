using System.Text.RegularExpressions;
using LearnML.Browser.Tests.Hosting;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace LearnML.Browser.Tests.Access;

/// <summary>The dashboard of a service that requires keys.</summary>
public sealed class SignInTests(Chromium chromium, SecuredService service) : IClassFixture<SecuredService>
{
    [Fact(SkipUnless = nameof(Chromium.Available), SkipType = typeof(Chromium), Skip = Chromium.Missing)]
    public async Task A_key_gives_access_to_the_pages_and_the_hub_until_the_browser_signs_out()
    {
        await using var dashboard = await Dashboard.OpenAsync(chromium, service.Address);
        var page = dashboard.Page;
        await Expect(page.Locator("h1")).ToHaveTextAsync("Sign in");
        Assert.Empty(await Axe.FindSeriousViolationsAsync(page));
        await dashboard.SaveScreenshotAsync("sign-in");

        await page.GetByLabel("Key").FillAsync("lml_wrong");
        await page.GetByRole(AriaRole.Button, new() { Name = "Sign in" }).ClickAsync();
        await Expect(page.Locator(".field-error")).ToContainTextAsync("The key is unknown, revoked or expired.");

        await page.GetByLabel("Key").FillAsync(service.Key);
        await page.Keyboard.PressAsync("Enter");
        await Expect(page.Locator("h1")).ToHaveTextAsync("Jobs");

        // Before the sign-in, the browser reported the refused requests to the hub.
        dashboard.ClearProblems();
        await Expect(page.Locator(".connection")).ToHaveTextAsync("Live");
        await page.GotoAsync("/#/system");
        await Expect(page.Locator("[data-part=caller]"))
            .ToContainTextAsync("Signed in with the key visitor. Your scopes: read, predict, train, admin.");
        dashboard.AssertNoProblems();

        await page.GetByRole(AriaRole.Button, new() { Name = "Sign out" }).ClickAsync();
        await Expect(page.Locator("h1")).ToHaveTextAsync("Sign in");
    }

    [Fact(SkipUnless = nameof(Chromium.Available), SkipType = typeof(Chromium), Skip = Chromium.Missing)]
    public async Task Swagger_and_Hangfire_pages_work_under_the_content_security_policy()
    {
        await using var dashboard = await Dashboard.OpenAsync(chromium, service.Address);
        var page = dashboard.Page;
        await page.GetByLabel("Key").FillAsync(service.Key);
        await page.Keyboard.PressAsync("Enter");
        await Expect(page.Locator("h1")).ToHaveTextAsync("Jobs");
        dashboard.ClearProblems();

        await page.GotoAsync("/swagger/index.html");
        await Expect(page.Locator(".opblock").First).ToBeVisibleAsync();
        await page.GotoAsync("/hangfire");
        await Expect(page.Locator("#realtimeGraph")).ToBeVisibleAsync();
        await Expect(page).ToHaveTitleAsync(new Regex("LearnML"));
        dashboard.AssertNoProblems();
    }
}
