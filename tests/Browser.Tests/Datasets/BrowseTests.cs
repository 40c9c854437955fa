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
    public async Task A_click_on_a_column_shows_its_distribution_its_relation_to_the_target_and_where_it_is_missing()
    {
        // The size follows from the length; every tenth length of the second half is missing.
        var rows = Enumerable.Range(0, 100).Select(row => FormattableString.Invariant(
            $"{(row > 50 && row % 10 == 0 ? "" : (row % 20) + 0.5)},{(row % 3 == 0 ? "red" : "blue")},{(row % 20 < 10 ? "small" : "large")}\n"));
        await service.UploadAsync("looked-at", string.Concat(rows.Prepend("length,colour,size\n")), "size");
        await using var dashboard = await Dashboard.OpenAsync(chromium, service.Address, "#/datasets/looked-at");
        var page = dashboard.Page;

        await page.GetByRole(AriaRole.Button, new() { Name = "length", Exact = true }).ClickAsync();

        var look = page.Locator("[data-column-view=length]");
        await Expect(look.GetByRole(AriaRole.Heading)).ToHaveTextAsync(
            ["Distribution of length", "size by length", "Missing values of length by row"]);
        var view = await service.GetAsync("/api/datasets/looked-at/column?column=length");
        var filled = view.GetProperty("histogram").GetProperty("counts").EnumerateArray().Count(rows => rows.GetInt32() > 0);
        await Expect(look.Locator("section").First.Locator("rect")).ToHaveCountAsync(filled);
        await Expect(look.Locator("section").Nth(1).Locator("[data-name]")).ToHaveCountAsync(view.GetProperty("groups").GetArrayLength());
        await Expect(look.Locator("section").Nth(2).Locator("rect")).ToHaveCountAsync(4);
        Assert.EndsWith("part=relations&column=length", page.Url, StringComparison.Ordinal);

        var ranking = page.Locator(".ranked").First.Locator("[data-name]");
        await Expect(ranking).ToHaveCountAsync(2);
        await Expect(ranking.First).ToHaveAttributeAsync("data-name", "length");
        await ranking.Last.ClickAsync();
        await Expect(page.Locator("[data-column-view=colour] section").Nth(1).Locator("[data-name=red] rect")).ToHaveCountAsync(2);
        dashboard.AssertNoProblems();
    }

    [Fact(SkipUnless = nameof(Chromium.Available), SkipType = typeof(Chromium), Skip = Chromium.Missing)]
    public async Task An_unknown_dataset_is_reported()
    {
        await using var dashboard = await Dashboard.OpenAsync(chromium, service.Address, "#/datasets/nothing");
        await Expect(dashboard.Page.GetByRole(AriaRole.Alert)).ToContainTextAsync("There is no dataset 'nothing'. Known datasets:");
    }
}
