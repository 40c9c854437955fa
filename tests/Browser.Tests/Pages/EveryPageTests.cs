using LearnML.Browser.Tests.Hosting;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace LearnML.Browser.Tests.Pages;

/// <summary>Rules for every page, on a service with jobs, models and datasets.</summary>
public sealed class EveryPageTests(Chromium chromium, TrainedService service) : IClassFixture<TrainedService>
{
    private const int FirstVisitBytes = 250_000;

    /// <summary>A name and an address for each page. {image}, {table} and {search} stand for the ids of jobs.</summary>
    public static TheoryData<string, string> Pages => new()
    {
        { "jobs", "#/jobs" },
        { "job-curves", "#/jobs/{image}" },
        { "job-folds", "#/jobs/{table}" },
        { "job-layers", "#/jobs/{image}?part=layers" },
        { "job-report-images", "#/jobs/{image}?part=report" },
        { "job-report-table", "#/jobs/{table}?part=report" },
        { "job-spec", "#/jobs/{image}?part=spec" },
        { "job-log", "#/jobs/{image}?part=log" },
        { "job-trials", "#/jobs/{search}?part=trials" },
        { "compare", "#/compare?ids={image},{table}" },
        { "new-job", "#/new?recipe=mlp" },
        { "datasets", "#/datasets" },
        { "dataset-images", "#/datasets/glyphs" },
        { "dataset-table", "#/datasets/polynomial" },
        { "dataset-relations", "#/datasets/polynomial?part=relations&column=x1" },
        { "models", "#/models" },
        { "model-image", "#/models/glyphs" },
        { "model-table", "#/models/balanced" },
        { "activations", "#/activations" },
        { "system", "#/system" },
    };

    [Theory(SkipUnless = nameof(Chromium.Available), SkipType = typeof(Chromium), Skip = Chromium.Missing)]
    [MemberData(nameof(Pages))]
    public async Task A_page_has_no_problems_is_accessible_in_both_themes_and_fits_a_phone(string name, string address)
    {
        var dashboard = await service.OpenAsync(chromium, address);
        await WaitUntilLoadedAsync(dashboard);
        Assert.Empty(await Axe.FindSeriousViolationsAsync(dashboard.Page));
        await dashboard.SaveScreenshotAsync(name);

        await dashboard.Page.EmulateMediaAsync(new() { ColorScheme = ColorScheme.Dark });
        await Expect(dashboard.Page.Locator("html")).ToHaveAttributeAsync("data-theme", "dark");
        Assert.Empty(await Axe.FindColorViolationsAsync(dashboard.Page));
        await dashboard.SaveScreenshotAsync($"{name}-dark");
        dashboard.AssertNoProblems();

        dashboard = await service.OpenAsync(chromium, address, width: 390);
        await WaitUntilLoadedAsync(dashboard);
        Assert.InRange(await dashboard.Page.EvaluateAsync<int>("document.documentElement.scrollWidth"), 1, 390);
        await dashboard.SaveScreenshotAsync($"{name}-phone");
        dashboard.AssertNoProblems();
    }

    [Fact(SkipUnless = nameof(Chromium.Available), SkipType = typeof(Chromium), Skip = Chromium.Missing)]
    public async Task The_page_uses_the_browsers_language_until_the_user_chooses_another()
    {
        await using var dashboard = await Dashboard.OpenAsync(chromium, service.Address, "#/jobs", language: "zh-CN");
        await Expect(dashboard.Page.Locator("h1")).ToHaveTextAsync("任务");
        await Expect(dashboard.Page.Locator("html")).ToHaveAttributeAsync("lang", "zh");

        // The service's English words are translated for recipes, datasets, activations and the main fields of a spec.
        await Expect(dashboard.Page.Locator(".card")).Not.ToHaveCountAsync(0);
        await Expect(dashboard.Page.Locator("main [lang=en]")).ToHaveCountAsync(0);
        (string, string)[] translated = [("#/datasets", ".card"), ("#/activations", "[data-activation]"), ("#/new", ".spec-form > section .hint")];
        foreach (var (address, part) in translated)
        {
            await dashboard.NavigateAsync(address);
            await Expect(dashboard.Page.Locator(part)).Not.ToHaveCountAsync(0);
            await Expect(dashboard.Page.Locator(part).Locator("[lang=en]")).ToHaveCountAsync(0);
        }

        // A diagnosis is in Chinese, with its figures.
        await dashboard.NavigateAsync(service.WithJobIds("#/jobs/{table}?part=report"));
        var diagnosis = dashboard.Page.Locator(".diagnosis li").First;
        await Expect(diagnosis).ToContainTextAsync(new System.Text.RegularExpressions.Regex("[一-龥]"));
        await Expect(diagnosis).ToContainTextAsync(new System.Text.RegularExpressions.Regex("训练行的损失为 [0-9.]+，"));
        await Expect(dashboard.Page.Locator("main [lang=en]")).ToHaveCountAsync(0);
        await Expect(dashboard.Page.Locator("[data-part=epochReason]")).ToContainTextAsync("各折");
        await dashboard.SaveScreenshotAsync("job-report-table-zh");

        await dashboard.NavigateAsync("#/jobs");
        await dashboard.Page.GetByLabel("语言").SelectOptionAsync("en");
        await Expect(dashboard.Page.Locator("h1")).ToHaveTextAsync("Jobs");
        dashboard.AssertNoProblems();
    }

    [Fact(SkipUnless = nameof(Chromium.Available), SkipType = typeof(Chromium), Skip = Chromium.Missing)]
    public async Task The_first_page_and_a_jobs_page_together_transfer_little()
    {
        await using var dashboard = await Dashboard.OpenAsync(chromium, service.Address);
        await WaitUntilLoadedAsync(dashboard);
        await dashboard.Page.GetByRole(AriaRole.Link, new() { Name = "glyphs" }).First.ClickAsync();
        await Expect(dashboard.Page.Locator("[data-metric=loss] canvas")).ToBeVisibleAsync();

        var bytes = await dashboard.Page.EvaluateAsync<long>(
            "performance.getEntries().reduce((sum, entry) => sum + (entry.transferSize ?? 0), 0)");
        Assert.InRange(bytes, 1, FirstVisitBytes);
    }

    [Fact(SkipUnless = nameof(Chromium.Available), SkipType = typeof(Chromium), Skip = Chromium.Missing)]
    public async Task Styles_of_one_feature_change_no_page_of_another_and_paper_has_no_controls()
    {
        await using var dashboard = await Dashboard.OpenAsync(chromium, service.Address, "#/jobs");
        const string probe = """
            () => ["tag", "drop over", "filter", "sample", "cell", "more", "share", "class-name"].map((name) => {
              const probe = Object.assign(document.createElement("div"), { className: name });
              document.querySelector("main").append(probe);
              const style = getComputedStyle(probe);
              const found = ["borderTopWidth", "paddingLeft", "marginTop", "display", "overflow", "overflowWrap"].map((key) => style[key]).join();
              probe.remove();
              return found;
            })
            """;
        await Expect(dashboard.Page.Locator("table.jobs")).ToBeVisibleAsync();
        await WaitUntilLoadedAsync(dashboard);
        var before = await dashboard.Page.EvaluateAsync<string[]>(probe);
        foreach (var address in new[] { "#/datasets/polynomial", "#/models", "#/jobs" })
        {
            await dashboard.NavigateAsync(address);
            await dashboard.Page.WaitForLoadStateAsync(LoadState.NetworkIdle);
        }

        await Expect(dashboard.Page.Locator("table.jobs")).ToBeVisibleAsync();
        await WaitUntilLoadedAsync(dashboard);
        Assert.Equal(before, await dashboard.Page.EvaluateAsync<string[]>(probe));

        await dashboard.Page.EmulateMediaAsync(new() { Media = Media.Print });
        await Expect(dashboard.Page.Locator("header.top")).ToBeHiddenAsync();
        await Expect(dashboard.Page.Locator("table.jobs")).ToBeVisibleAsync();
    }

    private static async Task WaitUntilLoadedAsync(Dashboard dashboard)
    {
        await Expect(dashboard.Page.Locator(".connection")).ToHaveTextAsync("Live");
        await dashboard.Page.WaitForLoadStateAsync(LoadState.NetworkIdle);
    }
}
