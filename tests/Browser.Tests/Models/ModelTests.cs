using System.Globalization;
using LearnML.Browser.Tests.Hosting;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace LearnML.Browser.Tests.Models;

public sealed class ModelTests(Chromium chromium, LearningService service) : IClassFixture<LearningService>
{
    [Fact(SkipUnless = nameof(Chromium.Available), SkipType = typeof(Chromium), Skip = Chromium.Missing)]
    public async Task A_row_is_answered_as_it_is_edited_with_the_command_that_does_the_same()
    {
        await service.TrainAsync("balanced");
        await using var dashboard = await Dashboard.OpenAsync(chromium, service.Address, "#/models/balanced");
        var page = dashboard.Page;
        var first = page.Locator("[data-column] input").First;
        var said = page.Locator(".answer .said");

        foreach (var value in new[] { 0.5, -2 })
        {
            var written = value.ToString(CultureInfo.InvariantCulture);
            await first.FillAsync(written);
            await Expect(page.Locator("pre")).ToContainTextAsync($":{written},");
            var row = await page.EvaluateAsync<Dictionary<string, double>>("Object.fromEntries([...document.querySelectorAll('[data-column]')].map((one) => [one.dataset.column, Number(one.querySelector('input').value)]))");
            var predicted = (await service.PostAsync("/api/models/balanced/predict", new { rows = new[] { row } })).GetProperty("predictions")[0].GetProperty("value").GetDouble();
            await Expect(said).ToHaveTextAsync(await page.EvaluateAsync<string>("(value) => new Intl.NumberFormat('en', { maximumSignificantDigits: 7 }).format(value)", predicted));
        }

        await first.FillAsync("round");
        await Expect(page.Locator("[data-column] .field-error").First).ToBeVisibleAsync();
        dashboard.AssertQuiet();
    }

    [Fact(SkipUnless = nameof(Chromium.Available), SkipType = typeof(Chromium), Skip = Chromium.Missing)]
    public async Task Samples_and_drawings_are_answered_and_the_model_is_named_described_and_taken_along()
    {
        await service.TrainAsync("glyphs");
        await using var dashboard = await Dashboard.OpenAsync(chromium, service.Address, "#/models/glyphs");
        var page = dashboard.Page;
        await page.Locator("button.sample").First.ClickAsync();
        await Expect(page.Locator(".answer .truth")).ToContainTextAsync("True value of row 0: ring");
        await Expect(page.Locator(".answer .said")).ToHaveTextAsync("ring");

        var curl = await page.Locator("pre").TextContentAsync();
        var box = (await page.Locator("canvas.drawing").BoundingBoxAsync())!;
        await page.Mouse.MoveAsync(box.X + 20, box.Y + 20);
        await page.Mouse.DownAsync();
        await page.Mouse.MoveAsync(box.X + box.Width - 20, box.Y + box.Height - 20, new() { Steps = 10 });
        await page.Mouse.UpAsync();
        await Expect(page.Locator("pre")).Not.ToHaveTextAsync(curl!);

        await page.GetByRole(AriaRole.Button, new() { Name = "Set", Exact = true }).ClickAsync();
        await Expect(page.Locator("[data-alias=champion]")).ToBeVisibleAsync();
        await page.GetByLabel("Description").FillAsync("Tells shapes apart.");
        await page.GetByRole(AriaRole.Button, new() { Name = "Save" }).ClickAsync();
        await Expect(page.GetByText("Saved.")).ToBeVisibleAsync();
        var model = await service.GetAsync("/api/models/glyphs");
        Assert.Equal(("Tells shapes apart.", 1), (model.GetProperty("description").GetString(), model.GetProperty("aliases").GetProperty("champion").GetInt32()));

        await page.GetByRole(AriaRole.Tab, new() { Name = "Downloads" }).ClickAsync();
        var download = await page.RunAndWaitForDownloadAsync(() => page.GetByRole(AriaRole.Link, new() { Name = "Download" }).First.ClickAsync());
        Assert.EndsWith(".safetensors", download.SuggestedFilename, StringComparison.Ordinal);
        dashboard.AssertQuiet();
    }
}
