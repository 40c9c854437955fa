using LearnML.Browser.Tests.Hosting;
using static Microsoft.Playwright.Assertions;

namespace LearnML.Browser.Tests.Machine;

/// <summary>The System page.</summary>
public sealed class SystemTests(Chromium chromium, LearningService service) : IClassFixture<LearningService>
{
    [Fact(SkipUnless = nameof(Chromium.Available), SkipType = typeof(Chromium), Skip = Chromium.Missing)]
    public async Task It_shows_the_process_and_continues_when_the_service_restarts()
    {
        await using var dashboard = await Dashboard.OpenAsync(chromium, service.Address, "#/system");
        var page = dashboard.Page;
        var process = page.Locator("[data-part=processes] tbody span").Last;
        var libtorchVersion = (await service.GetAsync("/api/system")).GetProperty("libtorchVersion").GetString()!;
        await Expect(page.Locator("[data-part=devices]")).ToContainTextAsync(libtorchVersion);
        await Expect(process).ToHaveAttributeAsync("title", await NewestProcessNameAsync());
        dashboard.AssertNoProblems();

        await service.KillAsync();
        await Expect(page.GetByRole(Microsoft.Playwright.AriaRole.Alert)).ToContainTextAsync("The service cannot be reached.");
        await service.InitializeAsync();
        await Expect(process).ToHaveAttributeAsync("title", await NewestProcessNameAsync(), new() { Timeout = 20_000 });
        await Expect(page.GetByRole(Microsoft.Playwright.AriaRole.Alert)).ToBeEmptyAsync();
    }

    /// <summary>The name of the newest process. A killed process stays in the list for some seconds.</summary>
    private async Task<string> NewestProcessNameAsync() =>
        (await service.GetAsync("/api/system")).GetProperty("processes").EnumerateArray().Last().GetProperty("name").GetString()!;
}
