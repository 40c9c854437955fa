using LearnML.Browser.Tests.Hosting;
using static Microsoft.Playwright.Assertions;

namespace LearnML.Browser.Tests.Pages;

/// <summary>What holds for every page, with jobs, models and datasets to show.</summary>
public sealed class EveryPageTests(Chromium chromium, TrainedService service) : IClassFixture<TrainedService>
{
    private const int FirstVisitBytes = 250_000;

    /// <summary>Every page by a name, with what of it is opened; {image} and {table} are jobs.</summary>
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
        { "compare", "#/compare?ids={image},{table}" },
        { "new-job", "#/new?recipe=mlp" },
        { "datasets", "#/datasets" },
        { "dataset-images", "#/datasets/glyphs" },
        { "dataset-table", "#/datasets/polynomial" },
        { "models", "#/models" },
        { "model-image", "#/models/glyphs" },
        { "model-table", "#/models/balanced" },
        { "activations", "#/activations" },
        { "system", "#/system" },
    };

    [Theory(SkipUnless = nameof(Chromium.Available), SkipType = typeof(Chromium), Skip = Chromium.Missing)]
    [MemberData(nameof(Pages))]
    public async Task A_page_is_quiet_and_accessible_in_both_themes_and_fits_a_phone(string name, string address)
    {
        address = service.Fill(address);
        foreach (var isDark in new[] { false, true })
        {
            await using var dashboard = await Dashboard.OpenAsync(chromium, service.Address, address, isDark: isDark);
            await SettledAsync(dashboard);
            Assert.Empty(await Axe.SeriousAsync(dashboard.Page));
            await dashboard.KeepPictureAsync(isDark ? $"{name}-dark" : name);
            dashboard.AssertQuiet();
        }

        await using var phone = await Dashboard.OpenAsync(chromium, service.Address, address, width: 390);
        await SettledAsync(phone);
        Assert.InRange(await phone.Page.EvaluateAsync<int>("document.documentElement.scrollWidth"), 1, 390);
        await phone.KeepPictureAsync($"{name}-phone");
        phone.AssertQuiet();
    }

    [Fact(SkipUnless = nameof(Chromium.Available), SkipType = typeof(Chromium), Skip = Chromium.Missing)]
    public async Task The_language_is_the_browsers_until_another_is_chosen()
    {
        await using var dashboard = await Dashboard.OpenAsync(chromium, service.Address, "#/jobs", language: "zh-CN");
        await Expect(dashboard.Page.Locator("h1")).ToHaveTextAsync("任务");
        await Expect(dashboard.Page.Locator("html")).ToHaveAttributeAsync("lang", "zh");

        // What the service says itself, in English, is said in Chinese too: of recipes, datasets, activations and a spec's first fields.
        await Expect(dashboard.Page.Locator(".card")).Not.ToHaveCountAsync(0);
        await Expect(dashboard.Page.Locator("main [lang=en]")).ToHaveCountAsync(0);
        foreach (var (address, part) in new[] { ("#/datasets", ".card"), ("#/activations", "[data-activation]"), ("#/new", ".spec-form > .fields .hint") })
        {
            await dashboard.GoAsync(address);
            await Expect(dashboard.Page.Locator(part)).Not.ToHaveCountAsync(0);
            await Expect(dashboard.Page.Locator(part).Locator("[lang=en]")).ToHaveCountAsync(0);
        }

        // Its figures are marked as what they are.
        await dashboard.GoAsync(service.Fill("#/jobs/{table}?part=report"));
        var diagnosis = dashboard.Page.Locator(".diagnosis li").First;
        await Expect(diagnosis).ToContainTextAsync(new System.Text.RegularExpressions.Regex("[一-龥]"));
        await Expect(diagnosis.Locator("[lang=en]")).ToContainTextAsync("loss");
        await dashboard.KeepPictureAsync("job-report-table-zh");

        await dashboard.GoAsync("#/jobs");
        await dashboard.Page.GetByLabel("语言").SelectOptionAsync("en");
        await Expect(dashboard.Page.Locator("h1")).ToHaveTextAsync("Jobs");
        dashboard.AssertQuiet();
    }

    [Fact(SkipUnless = nameof(Chromium.Available), SkipType = typeof(Chromium), Skip = Chromium.Missing)]
    public async Task The_first_page_and_a_jobs_page_weigh_little_together()
    {
        await using var dashboard = await Dashboard.OpenAsync(chromium, service.Address);
        await SettledAsync(dashboard);
        await dashboard.Page.GetByRole(Microsoft.Playwright.AriaRole.Link, new() { Name = "glyphs" }).First.ClickAsync();
        await Expect(dashboard.Page.Locator("[data-metric=loss] canvas")).ToBeVisibleAsync();

        var bytes = await dashboard.Page.EvaluateAsync<long>("performance.getEntries().reduce((sum, entry) => sum + (entry.transferSize ?? 0), 0)");
        Assert.InRange(bytes, 1, FirstVisitBytes);
    }

    private static async Task SettledAsync(Dashboard dashboard)
    {
        await Expect(dashboard.Page.Locator(".connection")).ToHaveTextAsync("Live");
        await dashboard.Page.WaitForLoadStateAsync(Microsoft.Playwright.LoadState.NetworkIdle);
    }
}
