using System.Text.Json;
using LearnML.Browser.Tests.Hosting;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace LearnML.Browser.Tests.Jobs;

/// <summary>Fields of the form for new jobs that take the values of a search, and the draft of an unfinished spec.</summary>
public sealed class SearchFormTests(Chromium chromium, SharedService service)
{
    [Fact(SkipUnless = nameof(Chromium.Available), SkipType = typeof(Chromium), Skip = Chromium.Missing)]
    public async Task Fields_of_numbers_take_choices_and_ranges_and_the_button_starts_a_search()
    {
        await using var dashboard = await Dashboard.OpenAsync(chromium, service.Address, "#/new?dataset=glyphs");
        var page = dashboard.Page;
        await Expect(page.GetByText("203,530 parameters")).ToBeVisibleAsync();

        // A few choices are a grid.
        await Field(page, "optimizer.learningRate").FillAsync("0.01, 0.1");
        await Field(page, "network.hidden").FillAsync("8 | 8, 8 | 16");
        await Expect(Button(page, "Search 6")).ToBeEnabledAsync();
        await Expect(page.GetByText("6 trials in 3 stacks. About")).ToBeVisibleAsync();
        Assert.Equal(
            """{"algorithm":"grid","space":{"optimizer.learningRate":{"choice":[0.01,0.1]},"network.hidden":{"choice":[[8],[8,8],[16]]}}}""",
            (await SpecAsync(page)).GetProperty("search").GetRawText());

        // A range is drawn at random, a large one by its logarithm.
        await Field(page, "optimizer.learningRate").FillAsync("0.001…0.1");
        await Field(page, "network.dropout").FillAsync("0...0.5");
        await Field(page, "training.batchSize").FillAsync("32…128…32");
        await Field(page, "training.epochs").FillAsync("1");
        await Expect(Button(page, "Search 12")).ToBeEnabledAsync();
        var search = (await SpecAsync(page)).GetProperty("search");
        Assert.Equal("""{"logUniform":[0.001,0.1]}""", search.GetProperty("space").GetProperty("optimizer.learningRate").GetRawText());
        Assert.Equal("""{"uniform":[0,0.5]}""", search.GetProperty("space").GetProperty("network.dropout").GetRawText());
        Assert.Equal("""{"integer":[32,128,32]}""", search.GetProperty("space").GetProperty("training.batchSize").GetRawText());
        Assert.Equal(("random", 12), (search.GetProperty("algorithm").GetString(), search.GetProperty("trials").GetInt32()));

        // The service's errors about a range stand at its field.
        await Field(page, "training.batchSize").FillAsync("0…4");
        await Expect(Error(page, "training.batchSize")).ToContainTextAsync("training.batchSize must be");
        await Field(page, "validation.holdout").FillAsync("0.1, 0.2");
        await Expect(Error(page, "validation.holdout")).ToContainTextAsync("must be the path of a field of network, optimizer or training");
        await Field(page, "validation.holdout").FillAsync("");
        await Field(page, "training.batchSize").FillAsync("64");
        await Expect(Button(page, "Search 12")).ToBeEnabledAsync();
        await dashboard.SaveScreenshotAsync("new-job-search");

        // A written spec is shown in the fields.
        await Json(page).FillAsync("""
            { "dataset": "glyphs", "model": "searched", "training": { "epochs": 1 }, "search": { "algorithm": "grid",
            "space": { "network.hidden": { "choice": [[8], [4]] }, "optimizer.kind": { "choice": ["sgd", "adam"] } } } }
            """);
        await Expect(Field(page, "network.hidden")).ToHaveValueAsync("8 | 4");
        await Expect(page.Locator("[data-path='optimizer.kind'] .searched")).ToContainTextAsync("""["sgd","adam"]""");
        await Button(page, "Search 4").ClickAsync();
        await Expect(page.GetByRole(AriaRole.Tab, new() { Name = "Trials" })).ToBeVisibleAsync();

        await page.GoBackAsync();
        await Field(page, "network.hidden").FillAsync("8");
        await Expect(Button(page, "Run it")).ToBeEnabledAsync();
        Assert.False((await SpecAsync(page)).TryGetProperty("search", out _));
        dashboard.AssertNoProblems();
    }

    [Fact(SkipUnless = nameof(Chromium.Available), SkipType = typeof(Chromium), Skip = Chromium.Missing)]
    public async Task An_unfinished_spec_is_restored_until_it_is_run_or_discarded()
    {
        await using var dashboard = await Dashboard.OpenAsync(chromium, service.Address, "#/new?dataset=glyphs");
        var page = dashboard.Page;
        await Expect(page.GetByText("203,530 parameters")).ToBeVisibleAsync();
        await Field(page, "network.hidden").FillAsync("7");
        await dashboard.NavigateAsync("#/activations");
        await dashboard.NavigateAsync("#/new?dataset=glyphs");

        await Expect(page.GetByText("Your unfinished spec was restored.")).ToBeVisibleAsync();
        await Expect(Field(page, "network.hidden")).ToHaveValueAsync("7");
        await Button(page, "Start anew").ClickAsync();
        await Expect(Field(page, "network.hidden")).ToHaveValueAsync("256");
        await page.ReloadAsync();
        await Expect(Field(page, "network.hidden")).ToHaveValueAsync("256");
        await Expect(page.GetByText("Your unfinished spec was restored.")).ToBeHiddenAsync();
        dashboard.AssertNoProblems();
    }

    private static async Task<JsonElement> SpecAsync(IPage page) => JsonSerializer.Deserialize<JsonElement>(
        System.Text.RegularExpressions.Regex.Replace(await Json(page).InputValueAsync(), @"\s+", ""));

    private static ILocator Field(IPage page, string path) => page.Locator($"[data-path='{path}']").Locator("input, select, textarea");

    private static ILocator Error(IPage page, string path) => page.Locator($"[data-path='{path}'] .field-error");

    private static ILocator Button(IPage page, string name) => page.GetByRole(AriaRole.Button, new() { Name = name, Exact = true });

    private static ILocator Json(IPage page) => page.GetByLabel("The spec as JSON");
}
