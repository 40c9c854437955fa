using LearnML.Browser.Tests.Hosting;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace LearnML.Browser.Tests.Datasets;

/// <summary>The pages of datasets.</summary>
public sealed class BrowseTests(Chromium chromium, SharedService service)
{
    [Fact(SkipUnless = nameof(Chromium.Available), SkipType = typeof(Chromium), Skip = Chromium.Missing)]
    public async Task Images_are_drawn_above_their_labels()
    {
        await using var dashboard = await Dashboard.OpenAsync(chromium, service.Address, "#/datasets");
        var page = dashboard.Page;
        await page.GetByRole(AriaRole.Link, new() { Name = "glyphs", Exact = true }).ClickAsync();
        await Expect(page.Locator(".counts tbody tr").First).ToHaveTextAsync("disc600100");
        await Expect(page.Locator(".images canvas")).ToHaveCountAsync(60);

        await page.GetByLabel("Part").SelectOptionAsync("test");
        await page.GetByRole(AriaRole.Button, new() { Name = "Last" }).ClickAsync();
        await Expect(page.Locator(".images figcaption").Last).ToContainTextAsync("999");

        var row = (await service.GetAsync("/api/datasets/glyphs/rows?part=test&skip=999&take=1")).GetProperty("items")[0];
        await Expect(page.Locator(".images canvas").Last).ToHaveAttributeAsync("aria-label", $"Row 999: {row.GetProperty("label").GetString()}");
        var drawn = await page.Locator(".images canvas").Last.EvaluateAsync<int[]>(
            "canvas => [...canvas.getContext('2d').getImageData(0, 0, 28, 28).data].filter((_, i) => i % 4 === 0)");
        Assert.Equal(row.GetProperty("pixels").EnumerateArray().Select(pixel => pixel.GetInt32()), drawn);
        dashboard.AssertNoProblems();
    }

    [Fact(SkipUnless = nameof(Chromium.Available), SkipType = typeof(Chromium), Skip = Chromium.Missing)]
    public async Task The_filter_shows_only_the_matching_columns()
    {
        await using var dashboard = await Dashboard.OpenAsync(chromium, service.Address, "#/datasets/high-dimensional");
        var page = dashboard.Page;
        await page.GetByLabel("Filter").FillAsync("X19");
        await Expect(page.Locator("tbody th")).ToHaveTextAsync(["x19", .. Enumerable.Range(190, 10).Select(number => $"x{number}")]);
        await Expect(page.GetByText("11 of 201 columns")).ToBeVisibleAsync();
        await Expect(page.GetByRole(AriaRole.Button, new() { Name = "Delete" })).ToHaveCountAsync(0);
        dashboard.AssertNoProblems();
    }

    [Fact(SkipUnless = nameof(Chromium.Available), SkipType = typeof(Chromium), Skip = Chromium.Missing)]
    public async Task An_unknown_dataset_is_reported()
    {
        await using var dashboard = await Dashboard.OpenAsync(chromium, service.Address, "#/datasets/nothing");
        await Expect(dashboard.Page.GetByRole(AriaRole.Alert)).ToContainTextAsync("There is no dataset 'nothing'. Known datasets:");
    }
}
