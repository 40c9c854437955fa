using System.Diagnostics;
using System.Globalization;
using LearnML.Browser.Tests.Hosting;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace LearnML.Browser.Tests.Jobs;

/// <summary>What a page does while the epochs of a job come faster than anybody could follow.</summary>
public sealed class LiveCostTests(Chromium chromium, LearningService service) : IClassFixture<LearningService>
{
    private const int Epochs = 50;

    // Four drawings a second, each of some parts; an animation alone would be 60.
    private const int LayoutsPerSecond = 25;

    private static readonly TimeSpan AtLeast = TimeSpan.FromSeconds(3);

    [Fact(SkipUnless = nameof(Chromium.Available), SkipType = typeof(Chromium), Skip = Chromium.Missing)]
    public async Task It_is_laid_out_a_few_times_a_second()
    {
        var id = await StartAsync();
        await using var dashboard = await Dashboard.OpenAsync(chromium, service.Address, $"#/jobs/{id}", moves: true);
        var page = dashboard.Page;
        await Expect(page.Locator("[data-metric=loss] canvas")).ToBeVisibleAsync();
        var session = await page.Context.NewCDPSessionAsync(page);
        await session.SendAsync("Performance.enable");

        var (clock, layouts, last) = (Stopwatch.StartNew(), await LayoutsAsync(session), await EpochsAsync(id) + Epochs);
        await Api.Tests.Hosting.Deadline.UntilAsync(() => EpochsAsync(id), epoch => epoch >= last && clock.Elapsed > AtLeast);
        layouts = await LayoutsAsync(session) - layouts;

        await service.PostAsync($"/api/jobs/{id}/cancel");
        Assert.InRange(layouts, 1, LayoutsPerSecond * clock.Elapsed.TotalSeconds);
        dashboard.AssertQuiet();
    }

    [Fact(SkipUnless = nameof(Chromium.Available), SkipType = typeof(Chromium), Skip = Chromium.Missing)]
    public async Task A_chart_out_of_sight_waits_until_it_is_scrolled_to()
    {
        var id = await StartAsync();
        await using var dashboard = await Dashboard.OpenAsync(chromium, service.Address, $"#/jobs/{id}");
        var page = dashboard.Page;
        await Expect(page.Locator("[data-metric=gradientNorm] canvas")).ToBeVisibleAsync();
        await page.SetViewportSizeAsync(1280, 480);
        var (seen, unseen) = (Last("loss"), Last("gradientNorm"));
        await Expect(page.Locator("[data-metric=gradientNorm] .plot")).Not.ToBeInViewportAsync();

        await UntilAsync(seen, await NumberAsync(seen) + 20);
        var waits = await NumberAsync(unseen);
        await UntilAsync(seen, await NumberAsync(seen) + 20);
        Assert.Equal(waits, await NumberAsync(unseen));

        await unseen.ScrollIntoViewIfNeededAsync();
        await UntilAsync(unseen, waits + 20);
        await service.PostAsync($"/api/jobs/{id}/cancel");
        dashboard.AssertQuiet();

        ILocator Last(string metric) => page.Locator($"[data-metric={metric}] .u-legend .u-value").First;
    }

    [Fact(SkipUnless = nameof(Chromium.Available), SkipType = typeof(Chromium), Skip = Chromium.Missing)]
    public async Task A_part_that_is_opened_again_has_what_came_meanwhile_and_the_keyboard_stays_where_it_is()
    {
        var id = await StartAsync();
        await using var dashboard = await Dashboard.OpenAsync(chromium, service.Address, $"#/jobs/{id}");
        var page = dashboard.Page;
        var (loss, link) = (page.Locator("[data-metric=loss] .u-legend .u-value").First, page.Locator(".figures a"));
        await UntilAsync(loss, 1);
        await Part("Log").ClickAsync();
        await Expect(page.GetByText("Training started on cpu")).ToBeVisibleAsync();
        await link.FocusAsync();

        var epochs = await EpochsAsync(id) + 20;
        await Api.Tests.Hosting.Deadline.UntilAsync(() => EpochsAsync(id), told => told >= epochs);
        await service.PostAsync($"/api/jobs/{id}/stop");
        await Expect(page.Locator(".head .state")).ToHaveTextAsync("Stopped");
        await Expect(page.GetByText("The job ended as stopped")).ToBeVisibleAsync();
        await Expect(link).ToBeFocusedAsync();

        await Part("Curves").ClickAsync();
        await UntilAsync(loss, epochs);
        dashboard.AssertQuiet();

        ILocator Part(string name) => page.GetByRole(AriaRole.Tab, new() { Name = name });
    }

    private async Task<string> StartAsync() => (await service.PostAsync("/api/jobs", new { dataset = "glyphs", network = new { hidden = (int[])[16] }, training = new { epochs = 90_000 } })).GetProperty("id").GetString()!;

    private async Task<int> EpochsAsync(string id) => (await service.GetAsync($"/api/jobs/{id}")).GetProperty("lastSequence").GetInt32();

    private static async Task<double> LayoutsAsync(ICDPSession session) => (await session.SendAsync("Performance.getMetrics"))!.Value.GetProperty("metrics").EnumerateArray()
        .Single(metric => metric.GetProperty("name").GetString() == "LayoutCount").GetProperty("value").GetDouble();

    private static Task<int> UntilAsync(ILocator legend, int epoch) => Api.Tests.Hosting.Deadline.UntilAsync(() => NumberAsync(legend), number => number >= epoch);

    private static async Task<int> NumberAsync(ILocator legend) => int.TryParse(await legend.TextContentAsync(), CultureInfo.InvariantCulture, out var number) ? number : 0;
}
