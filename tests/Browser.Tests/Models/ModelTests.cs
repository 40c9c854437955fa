using System.Globalization;
using LearnML.Browser.Tests.Hosting;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace LearnML.Browser.Tests.Models;

public sealed class ModelTests(Chromium chromium, SharedService service)
{
    [Fact(SkipUnless = nameof(Chromium.Available), SkipType = typeof(Chromium), Skip = Chromium.Missing)]
    public async Task The_prediction_follows_an_edited_row_and_the_curl_command_matches_it()
    {
        await service.TrainAsync("balanced", new { model = "edited-rows" });
        await using var dashboard = await Dashboard.OpenAsync(chromium, service.Address, "#/models/edited-rows");
        var page = dashboard.Page;
        var first = page.Locator("[data-column] input").First;
        var shown = page.Locator(".prediction .predicted-value");

        foreach (var value in new[] { 0.5, -2 })
        {
            var typed = value.ToString(CultureInfo.InvariantCulture);
            await first.FillAsync(typed);
            await Expect(page.Locator("pre")).ToContainTextAsync($":{typed},");
            var row = await page.EvaluateAsync<Dictionary<string, double>>(
                """
                Object.fromEntries([...document.querySelectorAll("[data-column]")]
                  .map((field) => [field.dataset.column, Number(field.querySelector("input").value)]))
                """);
            var response = await service.PostAsync("/api/models/edited-rows/predict", new { rows = new[] { row } });
            var predicted = response.GetProperty("predictions")[0].GetProperty("value").GetDouble();
            var formatted = await page.EvaluateAsync<string>(
                "(value) => new Intl.NumberFormat('en', { maximumSignificantDigits: 7 }).format(value)", predicted);
            await Expect(shown).ToHaveTextAsync(formatted);
        }

        await first.FillAsync("round");
        await Expect(page.Locator("[data-column] .field-error").First).ToBeVisibleAsync();
        dashboard.AssertNoProblems();
    }

    [Fact(SkipUnless = nameof(Chromium.Available), SkipType = typeof(Chromium), Skip = Chromium.Missing)]
    public async Task Samples_and_drawings_are_predicted_and_the_model_gets_an_alias_and_a_description_and_is_downloaded()
    {
        await service.TrainAsync("glyphs", new { model = "shapes" });
        await using var dashboard = await Dashboard.OpenAsync(chromium, service.Address, "#/models/shapes");
        var page = dashboard.Page;
        await page.Locator("button.sample").First.ClickAsync();
        await Expect(page.Locator(".prediction .actual")).ToContainTextAsync("Actual value of row 0: ring");
        await Expect(page.Locator(".prediction .predicted-value")).ToHaveTextAsync("ring");

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
        var model = await service.GetAsync("/api/models/shapes");
        Assert.Equal("Tells shapes apart.", model.GetProperty("description").GetString());
        Assert.Equal(1, model.GetProperty("aliases").GetProperty("champion").GetInt32());

        await page.GetByRole(AriaRole.Tab, new() { Name = "Downloads" }).ClickAsync();
        var download = await page.RunAndWaitForDownloadAsync(() => page.GetByRole(AriaRole.Link, new() { Name = "Download" }).First.ClickAsync());
        Assert.EndsWith(".safetensors", download.SuggestedFilename, StringComparison.Ordinal);
        dashboard.AssertNoProblems();
    }

    [Fact(SkipUnless = nameof(Chromium.Available), SkipType = typeof(Chromium), Skip = Chromium.Missing)]
    public async Task The_setting_of_which_versions_serve_is_changed_and_a_version_says_why_it_does_not()
    {
        await service.TrainAsync("glyphs", new { model = "promoted", training = new { epochs = 2 } });
        await using var dashboard = await Dashboard.OpenAsync(chromium, service.Address, "#/models/promoted");
        var page = dashboard.Page;

        await page.GetByLabel("A new version serves").SelectOptionAsync("ifBetter");
        await Expect(page.GetByText("Saved. v1 serves.")).ToBeVisibleAsync();
        await Expect(page.Locator("[data-alias=champion]")).ToBeVisibleAsync();
        Assert.Equal("ifBetter", (await service.GetAsync("/api/models/promoted")).GetProperty("promote").GetString());

        // The same training again is not better.
        await service.TrainAsync("glyphs", new { model = "promoted", training = new { epochs = 2 } });
        await dashboard.NavigateAsync("#/models/promoted?version=2");
        await Expect(page.Locator("[data-part=promotion]"))
            .ToContainTextAsync("It did not take over from v1, because it was not better on the same rows (Test): Accuracy");
        dashboard.AssertNoProblems();
    }
}
