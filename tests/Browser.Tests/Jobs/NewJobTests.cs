using System.Text.RegularExpressions;
using LearnML.Browser.Tests.Hosting;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace LearnML.Browser.Tests.Jobs;

public sealed class NewJobTests(Chromium chromium, SharedService service)
{
    [Fact(SkipUnless = nameof(Chromium.Available), SkipType = typeof(Chromium), Skip = Chromium.Missing)]
    public async Task A_form_filled_with_defaults_draws_the_network_and_starts_a_job()
    {
        await using var dashboard = await Dashboard.OpenAsync(chromium, service.Address, "#/new?dataset=glyphs");
        var page = dashboard.Page;
        await Expect(Field(page, "network.hidden")).ToHaveValueAsync("256");
        await Expect(Field(page, "optimizer.kind")).ToHaveValueAsync("sgd");
        await Expect(Field(page, "optimizer.learningRate")).ToHaveValueAsync("0.1");
        await Expect(Field(page, "training.epochs")).ToHaveValueAsync("10");
        await Expect(page.GetByText("203,530 parameters")).ToBeVisibleAsync();

        await Field(page, "network.hidden").FillAsync("32, 16");
        await Field(page, "network.dropout").FillAsync("0.1");
        await Field(page, "training.epochs").FillAsync("3");
        await Field(page, "model").FillAsync("typed");
        await Expect(page.GetByText($"{(784 * 32) + 32 + (32 * 16) + 16 + (16 * 10) + 10:n0} parameters")).ToBeVisibleAsync();
        await Expect(page.Locator("main svg")).ToHaveAttributeAsync("aria-label", new Regex("784.*32.*16.*10"));
        Assert.Equal(
            """{"dataset":"glyphs","network":{"hidden":[32,16],"dropout":[0.1]},"training":{"epochs":3},"model":"typed"}""",
            (await Json(page).InputValueAsync()).Replace(" ", "", StringComparison.Ordinal).ReplaceLineEndings(""));

        await page.GetByRole(AriaRole.Button, new() { Name = "Run it" }).ClickAsync();
        await Expect(page.Locator("h1")).ToHaveTextAsync("typed");
        await Expect(page.Locator(".head .state")).ToHaveTextAsync("Succeeded", new() { Timeout = 60_000 });

        await page.GetByRole(AriaRole.Link, new() { Name = "Clone" }).First.ClickAsync();
        await Expect(page.Locator("h1")).ToHaveTextAsync("New job");
        await Expect(Field(page, "network.hidden")).ToHaveValueAsync("32, 16");
        dashboard.AssertNoProblems();
    }

    [Fact(SkipUnless = nameof(Chromium.Available), SkipType = typeof(Chromium), Skip = Chromium.Missing)]
    public async Task An_error_is_shown_at_its_field_until_it_is_corrected()
    {
        await using var dashboard = await Dashboard.OpenAsync(chromium, service.Address, "#/new?dataset=glyphs");
        var page = dashboard.Page;
        var run = page.GetByRole(AriaRole.Button, new() { Name = "Run it" });
        await Expect(page.GetByText("203,530 parameters")).ToBeVisibleAsync();

        await Field(page, "training.epochs").FillAsync("0");
        await Expect(Frame(page, "training.epochs").Locator(".field-error")).ToHaveTextAsync("must be a whole number, 1 to 100000");
        await Expect(Field(page, "training.epochs")).ToHaveAttributeAsync("aria-invalid", "true");
        await Expect(run).ToBeDisabledAsync();

        await Json(page).FillAsync("""{ "dataset": "glyphs", "network": { "hidden": [8, 0] }, "training": { "labelSmoothing": 2 }, "depth": 3 }""");
        await Expect(Frame(page, "network.hidden").Locator(".field-error")).ToHaveTextAsync("network.hidden[1]: must be at least 1");
        await Expect(Frame(page, "training.labelSmoothing").Locator(".field-error")).ToBeVisibleAsync();
        await Expect(page.Locator("ul.field-error")).ToContainTextAsync("depth: is not a known field");
        await Expect(Frame(page, "training.epochs").Locator(".field-error")).ToBeHiddenAsync();

        foreach (var invalid in new[] { "{ \"dataset\": ", "null", "[]" })
        {
            await Json(page).FillAsync("""{ "dataset": "glyphs" }""");
            await Expect(run).ToBeEnabledAsync();
            await Json(page).FillAsync(invalid);
            await Expect(page.Locator(".beside > .field .field-error")).ToContainTextAsync("JSON");
            await Expect(run).ToBeDisabledAsync();
        }

        await Json(page).FillAsync("""{ "dataset": "glyphs", "network": { "hidden": [8] } }""");
        await Expect(Field(page, "network.hidden")).ToHaveValueAsync("8");
        await Expect(page.Locator("[aria-invalid=true]")).ToHaveCountAsync(0);
        await Expect(run).ToBeEnabledAsync();
        dashboard.AssertNoProblems();
    }

    [Fact(SkipUnless = nameof(Chromium.Available), SkipType = typeof(Chromium), Skip = Chromium.Missing)]
    public async Task The_columns_of_a_table_are_choices_for_the_target()
    {
        await using var dashboard = await Dashboard.OpenAsync(chromium, service.Address, "#/new?dataset=glyphs");
        await Field(dashboard.Page, "dataset").SelectOptionAsync("polynomial");

        await Expect(Field(dashboard.Page, "target").Locator("option")).ToContainTextAsync(["x1", "x2"]);
        await Expect(Field(dashboard.Page, "target")).ToHaveValueAsync("y");
        dashboard.AssertNoProblems();
    }

    [Fact(SkipUnless = nameof(Chromium.Available), SkipType = typeof(Chromium), Skip = Chromium.Missing)]
    public async Task A_change_of_the_network_chosen_for_a_table_keeps_the_rest_of_what_was_chosen()
    {
        await using var dashboard = await Dashboard.OpenAsync(chromium, service.Address, "#/new?dataset=polynomial");
        var page = dashboard.Page;
        await Expect(page.GetByText("The service chose this network")).ToBeVisibleAsync();
        await Expect(Field(page, "optimizer.kind")).ToHaveValueAsync("adamW");

        await Field(page, "network.hidden").FillAsync("16");

        await Expect(page.GetByText("The service chose this network")).ToBeHiddenAsync();
        await Expect(Field(page, "network.ensemble")).ToHaveValueAsync("8");
        await Expect(Field(page, "optimizer.kind")).ToHaveValueAsync("adamW");
        Assert.Contains("\"bins\": 12", await Json(page).InputValueAsync(), StringComparison.Ordinal);
        await Expect(page.GetByRole(AriaRole.Button, new() { Name = "Run it" })).ToBeEnabledAsync();
        dashboard.AssertNoProblems();
    }

    [Theory(SkipUnless = nameof(Chromium.Available), SkipType = typeof(Chromium), Skip = Chromium.Missing)]
    [InlineData("en")]
    [InlineData("zh-CN")]
    public async Task Every_field_has_a_name_in_words_and_a_hint_in_the_language_of_the_page(string language)
    {
        await using var dashboard = await Dashboard.OpenAsync(chromium, service.Address, "#/new?dataset=glyphs", language: language);
        var fields = dashboard.Page.Locator(".spec-form [data-path]");
        Assert.InRange(await fields.CountAsync(), 80, 200);

        Assert.Empty(await fields.EvaluateAllAsync<string[]>(
            "fields => fields.filter(field => field.querySelector('label').textContent === field.dataset.path).map(field => field.outerHTML)"));
        Assert.DoesNotContain(await dashboard.Page.Locator(".spec-form summary").AllTextContentsAsync(), title => char.IsAsciiLetterLower(title[0]));
        await Expect(dashboard.Page.Locator(".spec-form [lang=en]")).ToHaveCountAsync(language == "en" ? await fields.CountAsync() : 0);
        dashboard.AssertNoProblems();
    }

    [Fact(SkipUnless = nameof(Chromium.Available), SkipType = typeof(Chromium), Skip = Chromium.Missing)]
    public async Task The_time_is_told_beside_every_button_that_runs_a_job()
    {
        await service.TrainAsync("glyphs", new { model = "timed", training = new { epochs = 40 } });
        await using var dashboard = await Dashboard.OpenAsync(chromium, service.Address, "#/new?dataset=glyphs");
        await Expect(dashboard.Page.GetByText(new Regex(@"^About \d+ .+ on this machine$"))).ToBeVisibleAsync();
        await Field(dashboard.Page, "training.epochs").FillAsync("100000");
        await Expect(dashboard.Page.GetByText(new Regex(@"^About \d+ (min|h).* on this machine$"))).ToBeVisibleAsync();

        await dashboard.NavigateAsync("#/jobs");
        await dashboard.Page.GetByText("Recipes", new() { Exact = true }).ClickAsync();
        await Expect(dashboard.Page.Locator(".card").Filter(new() { HasText = "glyphs" }).GetByText("on this machine").First).ToBeVisibleAsync();
        dashboard.AssertNoProblems();
    }

    private static ILocator Frame(IPage page, string path) => page.Locator($"[data-path='{path}']");

    private static ILocator Field(IPage page, string path) => Frame(page, path).Locator("input, select, textarea");

    private static ILocator Json(IPage page) => page.GetByLabel("The spec as JSON");
}
