using LearnML.Browser.Tests.Hosting;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace LearnML.Browser.Tests.Jobs;

/// <summary>Names, tags, notes and stars of jobs in the list.</summary>
public sealed class JobLabelTests(Chromium chromium, LearningService service) : IClassFixture<LearningService>
{
    [Fact(SkipUnless = nameof(Chromium.Available), SkipType = typeof(Chromium), Skip = Chromium.Missing)]
    public async Task Labels_are_edited_in_place_and_many_jobs_are_changed_at_once()
    {
        foreach (var rate in new[] { 0.1, 0.01 })
        {
            await service.TrainAsync("underfit", new { model = "edited", training = new { epochs = 2 }, optimizer = new { learningRate = rate } });
        }

        await using var dashboard = await Dashboard.OpenAsync(chromium, service.Address, "#/jobs?filter=model:edited");
        var page = dashboard.Page;
        var rows = page.Locator("tr[data-job]");
        await Expect(page.GetByRole(AriaRole.Columnheader, new() { Name = "Learning rate" })).ToBeVisibleAsync();
        await Expect(rows.First).ToContainTextAsync("0.01");

        // The keyboard alone edits a job: e opens the editor, Enter saves.
        await rows.First.Locator(".job-link").FocusAsync();
        await page.Keyboard.PressAsync("e");
        await page.Keyboard.TypeAsync("Small steps");
        await page.Locator(".label-editor").GetByLabel("Tags").FillAsync("slow, second");
        await page.Locator(".label-editor").GetByLabel("Project").FillAsync("curves");
        await page.Keyboard.PressAsync("Enter");
        await Expect(page.Locator(".label-editor")).ToHaveCountAsync(0);
        await Expect(rows.First.Locator(".job-link")).ToHaveTextAsync("Small steps");
        await Expect(rows.First.Locator(".tag")).ToHaveTextAsync(["slow", "second"]);

        await rows.First.Locator(".job-link").FocusAsync();
        await page.Keyboard.PressAsync("s");
        await Expect(rows.First.GetByRole(AriaRole.Button, new() { Name = "Star: Small steps" })).ToHaveAttributeAsync("aria-pressed", "true");
        await page.GetByLabel("Search or filter").FillAsync("model:edited starred:true learningRate<0.05");
        await Expect(rows).ToHaveCountAsync(1);
        await page.GetByLabel("Search or filter").FillAsync("model:edited");
        await Expect(rows).ToHaveCountAsync(2);

        await page.GetByLabel("Select all jobs shown").CheckAsync();
        await page.GetByLabel("New tags").FillAsync("both");
        await page.GetByRole(AriaRole.Button, new() { Name = "Add tags" }).ClickAsync();
        await Expect(page.Locator(".tag", new() { HasText = "both" })).ToHaveCountAsync(2);
        await page.GetByLabel("Group by").SelectOptionAsync("tag");
        await Expect(page.Locator("tr.group")).ToHaveTextAsync(["slow 1", "second 1", "both 2"]);
        await page.GetByLabel("Group by").SelectOptionAsync("");

        // Chosen columns are in the address.
        await page.GetByText("Columns", new() { Exact = true }).ClickAsync();
        await page.GetByLabel("Validation: Loss").CheckAsync();
        await Expect(page.GetByRole(AriaRole.Columnheader, new() { Name = "Validation: Loss" })).ToBeVisibleAsync();
        Assert.Contains("validation.loss", page.Url, StringComparison.Ordinal);
        await page.GetByText("Columns", new() { Exact = true }).ClickAsync();
        await dashboard.SaveScreenshotAsync("jobs-selected");

        await page.GetByRole(AriaRole.Button, new() { Name = "Delete" }).ClickAsync();
        await page.GetByRole(AriaRole.Dialog).GetByRole(AriaRole.Button, new() { Name = "Delete" }).ClickAsync();
        await Expect(page.GetByText("No job matches.")).ToBeVisibleAsync();
        dashboard.AssertNoProblems();
    }

    [Fact(SkipUnless = nameof(Chromium.Available), SkipType = typeof(Chromium), Skip = Chromium.Missing)]
    public async Task Running_jobs_are_on_top_and_the_table_fits_a_phone()
    {
        await service.TrainAsync("underfit", new { project = "phone", training = new { epochs = 2 } });
        var endless = new { dataset = "glyphs", name = "Long", project = "phone", training = new { epochs = 90_000 } };
        var running = (await service.PostAsync("/api/jobs", endless)).GetProperty("id").GetString();
        await service.PostAsync("/api/jobs", new { dataset = "glyphs", name = "Waiting", project = "phone", training = new { epochs = 1 } });
        await using var dashboard = await Dashboard.OpenAsync(chromium, service.Address, "#/jobs?sort=created&filter=project:phone", width: 390);
        var page = dashboard.Page;
        await Expect(page.Locator(".job-link")).ToHaveTextAsync(["Long", "Waiting", "underfit"]);
        await Expect(page.Locator("tr[data-job] .job-name").First).ToBeInViewportAsync();
        Assert.InRange(await page.EvaluateAsync<int>("document.documentElement.scrollWidth"), 1, 390);

        await dashboard.SaveScreenshotAsync("jobs-running-phone");

        await page.GetByLabel("Select: Long").CheckAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Stop" }).ClickAsync();
        await Expect(page.Locator($"tr[data-job='{running}'] .state")).ToHaveTextAsync("Stopped", new() { Timeout = 30_000 });
        dashboard.AssertNoProblems();
    }
}
