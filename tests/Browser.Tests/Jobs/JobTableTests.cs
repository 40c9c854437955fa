using LearnML.Browser.Tests.Hosting;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace LearnML.Browser.Tests.Jobs;

public sealed class JobTableTests(Chromium chromium, LearningService service) : IClassFixture<LearningService>
{
    [Fact(SkipUnless = nameof(Chromium.Available), SkipType = typeof(Chromium), Skip = Chromium.Missing)]
    public async Task The_table_is_live_and_can_be_sorted_filtered_and_selected_from()
    {
        await service.TrainAsync("glyphs");
        await service.TrainAsync("underfit");
        await using var dashboard = await Dashboard.OpenAsync(chromium, service.Address, "#/jobs");
        var page = dashboard.Page;
        var models = page.Locator(".job-link");
        await Expect(models).ToHaveTextAsync(["underfit", "glyphs"]);

        // A job that another client starts appears in the table.
        await service.TrainAsync("balanced");
        await Expect(models).ToHaveTextAsync(["balanced", "underfit", "glyphs"]);
        await Expect(page.Locator("tbody tr").First.Locator(".state")).ToHaveTextAsync("Succeeded");
        await Expect(page.Locator("tbody tr").First.GetByRole(AriaRole.Progressbar)).ToHaveAttributeAsync("aria-valuenow", "100");

        await page.GetByRole(AriaRole.Button, new() { Name = "Model" }).ClickAsync();
        await Expect(models).ToHaveTextAsync(["balanced", "glyphs", "underfit"]);
        await page.GetByRole(AriaRole.Button, new() { Name = "Model" }).ClickAsync();
        await Expect(models).ToHaveTextAsync(["underfit", "glyphs", "balanced"]);
        await Expect(page.Locator("th[aria-sort=descending]")).ToHaveTextAsync("Model");

        Assert.EndsWith("#/jobs?sort=-model", page.Url, StringComparison.Ordinal);
        await page.GetByLabel("Search or filter").FillAsync("poly");
        await Expect(models).ToHaveTextAsync(["underfit", "balanced"]);
        await page.GetByLabel("State").SelectOptionAsync("failed");
        await Expect(models).ToHaveCountAsync(0);
        await Expect(page.GetByText("No job matches.")).ToBeVisibleAsync();

        // The address keeps the view.
        await page.ReloadAsync();
        await Expect(page.GetByLabel("Search or filter")).ToHaveValueAsync("poly");
        await Expect(page.GetByText("No job matches.")).ToBeVisibleAsync();
        await page.GetByLabel("State").SelectOptionAsync("");
        await page.GetByLabel("Search or filter").FillAsync("lr<1");
        await Expect(page.Locator(".field-error")).ToContainTextAsync("did you mean 'optimizer.learningRate'?");
        dashboard.ClearProblems(); // The browser reported the refused request.
        await page.GetByLabel("Search or filter").FillAsync("");
        await Expect(models).ToHaveCountAsync(3);

        var compare = page.GetByRole(AriaRole.Button, new() { Name = "Compare" });
        await Expect(compare).ToBeDisabledAsync();
        await page.GetByLabel("Select: underfit").CheckAsync();
        await page.GetByLabel("Select: balanced").CheckAsync();
        await page.GetByLabel("Select: glyphs").CheckAsync();
        await compare.ClickAsync();
        await Expect(page.Locator("h1")).ToHaveTextAsync("Compare jobs");
        await Expect(page.Locator(".chart canvas").First).ToBeVisibleAsync();

        // The legend shows the last value of each curve, although the curve of glyphs ends long before the others.
        var legend = page.Locator(".chart").First.Locator("tr", new() { HasText = "glyphs v1" }).Locator(".u-value");
        await Expect(legend).ToHaveTextAsync(new System.Text.RegularExpressions.Regex("^0[.]"));
        await Expect(page.GetByRole(AriaRole.Rowheader, new() { Name = "Input columns" })).ToBeVisibleAsync();

        // A checkbox changes the comparison and keeps the focus.
        await page.GetByText("Jobs to compare").ClickAsync();
        var checkbox = page.Locator("label", new() { HasText = "glyphs" }).GetByRole(AriaRole.Checkbox);
        await checkbox.FocusAsync();
        await page.Keyboard.PressAsync("Space");
        await Expect(page.GetByRole(AriaRole.Rowheader, new() { Name = "glyphs v1" })).ToHaveCountAsync(0);
        await Expect(checkbox).ToBeFocusedAsync();
        await Expect(checkbox).Not.ToBeCheckedAsync();
        dashboard.AssertNoProblems();
    }
}
