using LearnML.Browser.Tests.Hosting;
using static Microsoft.Playwright.Assertions;

namespace LearnML.Browser.Tests.Machine;

/// <summary>The page of what the service runs on.</summary>
public sealed class SystemTests(Chromium chromium, LearningService service) : IClassFixture<LearningService>
{
    [Fact(SkipUnless = nameof(Chromium.Available), SkipType = typeof(Chromium), Skip = Chromium.Missing)]
    public async Task It_shows_the_process_and_goes_on_when_another_takes_its_place()
    {
        await using var dashboard = await Dashboard.OpenAsync(chromium, service.Address, "#/system");
        var page = dashboard.Page;
        var process = page.Locator("[data-part=processes] tbody span").Last;
        await Expect(page.Locator("[data-part=devices]")).ToContainTextAsync((await service.GetAsync("/api/system")).GetProperty("libtorchVersion").GetString()!);
        await Expect(process).ToHaveAttributeAsync("title", await NameAsync());
        dashboard.AssertQuiet();

        await service.KillAsync();
        await Expect(page.GetByRole(Microsoft.Playwright.AriaRole.Alert)).ToContainTextAsync("The service cannot be reached.");
        await service.InitializeAsync();
        await Expect(process).ToHaveAttributeAsync("title", await NameAsync(), new() { Timeout = 20_000 });
        await Expect(page.GetByRole(Microsoft.Playwright.AriaRole.Alert)).ToBeEmptyAsync();
    }

    /// <summary>The newest process; one that was killed is held for alive for some seconds.</summary>
    private async Task<string> NameAsync() => (await service.GetAsync("/api/system")).GetProperty("processes").EnumerateArray().Last().GetProperty("name").GetString()!;
}
