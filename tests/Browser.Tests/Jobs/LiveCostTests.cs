using System.Diagnostics;
using System.Globalization;
using LearnML.Browser.Tests.Hosting;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace LearnML.Browser.Tests.Jobs;

/// <summary>The cost of a job's page while epochs arrive faster than the page is redrawn.</summary>
public sealed class LiveCostTests(Chromium chromium, LearningService service) : IClassFixture<LearningService>
{
    private const int Epochs = 50;

    // Four redraws a second, each with several parts. An animation alone would cause 60 layouts.
    private const int LayoutsPerSecond = 25;

    private static readonly TimeSpan MinimumDuration = TimeSpan.FromSeconds(3);

    [Fact(SkipUnless = nameof(Chromium.Available), SkipType = typeof(Chromium), Skip = Chromium.Missing)]
    public async Task The_page_is_laid_out_only_a_few_times_a_second()
    {
        var id = await StartJobAsync();
        await using var dashboard = await Dashboard.OpenAsync(chromium, service.Address, $"#/jobs/{id}", hasAnimations: true);
        var page = dashboard.Page;
        await Expect(page.Locator("[data-metric=loss] canvas")).ToBeVisibleAsync();
        var session = await page.Context.NewCDPSessionAsync(page);
        await session.SendAsync("Performance.enable");

        var (clock, layouts, last) = (Stopwatch.StartNew(), await LayoutCountAsync(session), await LastEpochAsync(id) + Epochs);
        await Api.Tests.Hosting.Deadline.UntilAsync(() => LastEpochAsync(id), epoch => epoch >= last && clock.Elapsed > MinimumDuration);
        layouts = await LayoutCountAsync(session) - layouts;

        await service.PostAsync($"/api/jobs/{id}/cancel");
        Assert.InRange(layouts, 1, LayoutsPerSecond * clock.Elapsed.TotalSeconds);
        dashboard.AssertNoProblems();
    }

    [Fact(SkipUnless = nameof(Chromium.Available), SkipType = typeof(Chromium), Skip = Chromium.Missing)]
    public async Task A_chart_out_of_view_is_redrawn_when_the_user_scrolls_to_it()
    {
        var id = await StartJobAsync();
        await using var dashboard = await Dashboard.OpenAsync(chromium, service.Address, $"#/jobs/{id}");
        var page = dashboard.Page;
        await Expect(page.Locator("[data-metric=gradientNorm] canvas")).ToBeVisibleAsync();
        await page.SetViewportSizeAsync(1280, 480);
        var (visible, hidden) = (Last("loss"), Last("gradientNorm"));
        await Expect(page.Locator("[data-metric=gradientNorm] .plot")).Not.ToBeInViewportAsync();

        await UntilAsync(visible, await ShownEpochAsync(visible) + 20);
        var before = await ShownEpochAsync(hidden);
        await UntilAsync(visible, await ShownEpochAsync(visible) + 20);
        Assert.Equal(before, await ShownEpochAsync(hidden));

        await hidden.ScrollIntoViewIfNeededAsync();
        await UntilAsync(hidden, before + 20);
        await service.PostAsync($"/api/jobs/{id}/cancel");
        dashboard.AssertNoProblems();

        ILocator Last(string metric) => page.Locator($"[data-metric={metric}] .u-legend .u-value").First;
    }

    [Fact(SkipUnless = nameof(Chromium.Available), SkipType = typeof(Chromium), Skip = Chromium.Missing)]
    public async Task A_tab_that_is_opened_again_is_current_and_the_focus_stays()
    {
        var id = await StartJobAsync();
        await using var dashboard = await Dashboard.OpenAsync(chromium, service.Address, $"#/jobs/{id}");
        var page = dashboard.Page;
        var (loss, link) = (page.Locator("[data-metric=loss] .u-legend .u-value").First, page.Locator(".figures a"));
        await UntilAsync(loss, 1);
        await Tab("Log").ClickAsync();
        await Expect(page.GetByText("Training started on cpu")).ToBeVisibleAsync();
        await link.FocusAsync();

        var epochs = await LastEpochAsync(id) + 20;
        await Api.Tests.Hosting.Deadline.UntilAsync(() => LastEpochAsync(id), epoch => epoch >= epochs);
        await service.PostAsync($"/api/jobs/{id}/stop");
        await Expect(page.Locator(".head .state")).ToHaveTextAsync("Stopped");
        await Expect(page.GetByText("The job ended as stopped")).ToBeVisibleAsync();
        await Expect(link).ToBeFocusedAsync();

        await Tab("Curves").ClickAsync();
        await UntilAsync(loss, epochs);
        dashboard.AssertNoProblems();

        ILocator Tab(string name) => page.GetByRole(AriaRole.Tab, new() { Name = name });
    }

    private async Task<string> StartJobAsync()
    {
        var spec = new { dataset = "glyphs", network = new { hidden = (int[])[16] }, training = new { epochs = 90_000 } };
        return (await service.PostAsync("/api/jobs", spec)).GetProperty("id").GetString()!;
    }

    private async Task<int> LastEpochAsync(string id) => (await service.GetAsync($"/api/jobs/{id}")).GetProperty("lastSequence").GetInt32();

    private static async Task<double> LayoutCountAsync(ICDPSession session) =>
        (await session.SendAsync("Performance.getMetrics"))!.Value.GetProperty("metrics").EnumerateArray()
        .Single(metric => metric.GetProperty("name").GetString() == "LayoutCount").GetProperty("value").GetDouble();

    private static Task<int> UntilAsync(ILocator legend, int epoch) =>
        Api.Tests.Hosting.Deadline.UntilAsync(() => ShownEpochAsync(legend), number => number >= epoch);

    private static async Task<int> ShownEpochAsync(ILocator legend) =>
        int.TryParse(await legend.TextContentAsync(), CultureInfo.InvariantCulture, out var number) ? number : 0;
}
