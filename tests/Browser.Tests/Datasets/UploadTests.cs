using System.Globalization;
using System.Text;
using LearnML.Browser.Tests.Hosting;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace LearnML.Browser.Tests.Datasets;

/// <summary>Uploads of tables.</summary>
public sealed class UploadTests(Chromium chromium, SharedService service)
{
    private const int Rows = 60;

    /// <summary>
    /// The statistics of the column rooms: count, share missing, distinct, minimum, mean (148 / 59), maximum. The value 2 of row 17 is missing.
    /// </summary>
    private static readonly string[] Rooms = ["59", "1.7%", "4", "1", "2.50847", "4"];

    private static readonly string[] Baselines = ["Baseline: always the same", "Baseline: linear model", "Baseline: boosted trees"];

    [Fact(SkipUnless = nameof(Chromium.Available), SkipType = typeof(Chromium), Skip = Chromium.Missing)]
    public async Task A_file_dropped_on_the_page_becomes_a_dataset_with_a_profile_and_rows()
    {
        await using var dashboard = await Dashboard.OpenAsync(chromium, service.Address, "#/datasets");
        var page = dashboard.Page;
        await DropAsync(page, "My Houses.csv", Houses());
        await Expect(page.GetByLabel("Name")).ToHaveValueAsync("my-houses");
        await Expect(page.GetByLabel("Target").Locator("option")).ToHaveTextAsync(["none yet", "rooms", "zip", "street", "price"]);
        await page.GetByLabel("Target").SelectOptionAsync("price");
        await page.GetByRole(AriaRole.Button, new() { Name = "Upload" }).ClickAsync();

        await Expect(page.Locator("h1")).ToHaveTextAsync("my-houses");
        await Expect(page.GetByLabel("Type of rooms")).ToHaveValueAsync("numeric");
        foreach (var (cell, figure) in Rooms.Index())
        {
            await Expect(Cells(page, "rooms").Nth(cell + 1)).ToHaveTextAsync(figure);
        }

        await Expect(Cells(page, "rooms").Last.Locator("svg rect")).ToHaveCountAsync(24);
        await Expect(Cells(page, "street").Last).ToContainTextAsync("Pave");
        await Expect(page.Locator("tr.target th")).ToContainTextAsync("price");

        await page.GetByRole(AriaRole.Tab, new() { Name = "Rows" }).ClickAsync();
        await Expect(page.Locator("tbody tr")).ToHaveCountAsync(25);
        await page.GetByRole(AriaRole.Button, new() { Name = "Last" }).ClickAsync();
        await Expect(page.Locator("tbody tr")).ToHaveCountAsync(10);
        await Expect(page.Locator("tbody tr").Last.Locator("td")).ToHaveTextAsync(["4", "20095", "Gravel", "159000"]);
        await page.GetByLabel("From row").FillAsync("17");
        await page.GetByLabel("From row").PressAsync("Enter");
        await Expect(page.Locator("tbody tr").First.Locator("td")).ToHaveTextAsync(["–", "20095", "Gravel", "117000"]);
        dashboard.AssertNoProblems();
    }

    [Fact(SkipUnless = nameof(Chromium.Available), SkipType = typeof(Chromium), Skip = Chromium.Missing)]
    public async Task An_error_is_shown_at_its_field_and_a_deleted_dataset_disappears()
    {
        await using var dashboard = await Dashboard.OpenAsync(chromium, service.Address, "#/datasets");
        var page = dashboard.Page;
        await DropAsync(page, "uneven.csv", "a;b\n1;2\n3\n");
        await Expect(Field(page, "File").Locator(".field-error")).ToContainTextAsync("line 3: the row has 1 fields, but the header has 2");
        await page.GetByLabel("Name").FillAsync("Not A Name");
        await page.GetByRole(AriaRole.Button, new() { Name = "Upload" }).ClickAsync();
        await Expect(Field(page, "Name").Locator(".field-error")).ToContainTextAsync("must be 1 to 63 of");
        await Expect(page.GetByLabel("Name")).ToBeFocusedAsync();

        await page.GetByLabel("Name").FillAsync("uneven");
        await page.GetByRole(AriaRole.Button, new() { Name = "Upload" }).ClickAsync();
        await Expect(Field(page, "File").Locator(".field-error")).ToContainTextAsync("line 3: the row has 1 fields, but the header has 2");
        await Expect(Field(page, "Name").Locator(".field-error")).ToBeHiddenAsync();

        await DropAsync(page, "even.csv", "a;b\n1,5;2\n3,5;4\n");
        await Expect(page.GetByLabel("Name")).ToHaveValueAsync("even");
        await page.GetByRole(AriaRole.Button, new() { Name = "Upload" }).ClickAsync();
        await Expect(Cells(page, "a").Nth(4)).ToHaveTextAsync("1.5");

        await page.GetByRole(AriaRole.Button, new() { Name = "Delete" }).ClickAsync();
        await page.GetByRole(AriaRole.Dialog).GetByRole(AriaRole.Button, new() { Name = "Delete" }).ClickAsync();
        await Expect(page.Locator("h1")).ToHaveTextAsync("Datasets");
        await Expect(page.GetByRole(AriaRole.Link, new() { Name = "even" })).ToHaveCountAsync(0);
    }

    [Fact(SkipUnless = nameof(Chromium.Available), SkipType = typeof(Chromium), Skip = Chromium.Missing)]
    public async Task A_preview_shows_rows_types_and_doubts_before_anything_is_stored()
    {
        await using var dashboard = await Dashboard.OpenAsync(chromium, service.Address, "#/datasets");
        var page = dashboard.Page;
        var rows = string.Concat(Enumerable.Range(0, Rows).Select(row => $"{row}.5;{row % 7}\n"));
        await DropAsync(page, "seen-first.csv", "crp;age\n<1.0;3\n" + rows);

        var preview = page.GetByRole(AriaRole.Region, new() { Name = "Preview" });
        await Expect(preview.GetByRole(AriaRole.Heading, new() { Name = "the first of 61 rows. Nothing is stored yet." })).ToBeVisibleAsync();
        await Expect(preview.Locator("thead th")).ToHaveTextAsync(["Row", "crpNumeric", "ageNumeric"]);
        await Expect(preview.Locator("tbody tr")).ToHaveCountAsync(20);
        await Expect(preview.Locator(".attention li[data-kind=invalidCells]")).ToContainTextAsync("line 2");
        var stored = (await service.GetAsync("/api/datasets")).EnumerateArray().Select(dataset => dataset.GetProperty("name").GetString());
        Assert.DoesNotContain("seen-first", stored);

        await page.GetByText("File format").ClickAsync();
        await page.GetByLabel("First row").SelectOptionAsync("false");
        await Expect(preview.Locator("thead th").Nth(1)).ToContainTextAsync("column1");
        await page.GetByLabel("First row").SelectOptionAsync("");
        await Expect(preview.Locator("thead th").Nth(1)).ToContainTextAsync("crp");
        await page.GetByRole(AriaRole.Button, new() { Name = "Upload" }).ClickAsync();
        await Expect(page.Locator("h1")).ToHaveTextAsync("seen-first");
        dashboard.AssertNoProblems();
    }

    [Fact(SkipUnless = nameof(Chromium.Available), SkipType = typeof(Chromium), Skip = Chromium.Missing)]
    public async Task A_doubt_is_shown_and_its_button_changes_the_reading()
    {
        await using var dashboard = await Dashboard.OpenAsync(chromium, service.Address, "#/datasets");
        var page = dashboard.Page;
        var rows = string.Concat(Enumerable.Range(0, Rows).Select(row => $"{1 + (row % 12)}/{1 + (row % 9)}/2026;{row % 7}\n"));
        await DropAsync(page, "doubtful.csv", "day;size\n" + rows);
        await page.GetByRole(AriaRole.Button, new() { Name = "Upload" }).ClickAsync();

        var doubts = page.Locator(".attention li[data-kind=dateOrder]");
        await Expect(doubts).ToContainTextAsync("are read with the day first");
        await doubts.GetByRole(AriaRole.Button, new() { Name = "Use the other order" }).ClickAsync();

        await Expect(page.GetByText("The file was read again.")).ToBeVisibleAsync();
        await Expect(doubts).ToHaveCountAsync(0);
        await Expect(Cells(page, "day").First.Locator("select")).ToHaveValueAsync("date");
        dashboard.AssertNoProblems();
    }

    [Fact(SkipUnless = nameof(Chromium.Available), SkipType = typeof(Chromium), Skip = Chromium.Missing)]
    public async Task A_type_and_the_target_can_be_corrected_and_a_type_that_does_not_fit_is_reported_at_its_column()
    {
        await using var dashboard = await Dashboard.OpenAsync(chromium, service.Address, "#/datasets");
        var page = dashboard.Page;
        await DropAsync(page, "to-correct.csv", Houses());
        await Expect(page.GetByLabel("Name")).ToHaveValueAsync("to-correct");
        await page.GetByRole(AriaRole.Button, new() { Name = "Upload" }).ClickAsync();

        var save = page.GetByRole(AriaRole.Button, new() { Name = "Save" });
        await Expect(save).ToBeDisabledAsync();
        await page.GetByLabel("Type of zip").SelectOptionAsync("categorical");
        await page.GetByRole(AriaRole.Combobox, new() { Name = "Target" }).SelectOptionAsync("price");

        // What was not saved is there again after another page.
        await dashboard.NavigateAsync("#/activations");
        await dashboard.NavigateAsync("#/datasets/to-correct");
        await Expect(page.GetByText("Your unsaved changes were restored.")).ToBeVisibleAsync();
        await Expect(page.GetByLabel("Type of zip")).ToHaveValueAsync("categorical");
        await save.ClickAsync();
        await Expect(page.GetByText("Saved.")).ToBeVisibleAsync();
        await Expect(Cells(page, "zip").Last).ToContainTextAsync("10115");
        await Expect(page.Locator("tr.target th")).ToContainTextAsync("price");
        await Expect(save).ToBeDisabledAsync();
        dashboard.AssertNoProblems();

        await page.GetByLabel("Type of street").SelectOptionAsync("numeric");
        await save.ClickAsync();
        await Expect(Cells(page, "street").First.Locator(".field-error"))
            .ToContainTextAsync("60 of 60 cells are not numbers, for example 'Pave', 'Gravel', so the column cannot be numeric");
        await Expect(page.GetByLabel("Type of street")).ToHaveAttributeAsync("aria-invalid", "true");

        var profile = await service.GetAsync("/api/datasets/to-correct");
        Assert.Equal("price", profile.GetProperty("summary").GetProperty("target").GetString());
        var types = profile.GetProperty("table").GetProperty("columns").EnumerateArray().Select(column => column.GetProperty("type").GetString());
        Assert.Equal(["numeric", "categorical", "categorical", "numeric"], types);
    }

    [Fact(SkipUnless = nameof(Chromium.Available), SkipType = typeof(Chromium), Skip = Chromium.Missing)]
    public async Task A_dropped_file_is_cross_validated_with_a_score_per_fold_and_the_report_stays_after_the_dataset_is_deleted()
    {
        await using var dashboard = await Dashboard.OpenAsync(chromium, service.Address, "#/datasets");
        var page = dashboard.Page;
        await DropAsync(page, "cross.csv", Houses());
        await page.GetByLabel("Target").SelectOptionAsync("price");
        await page.GetByRole(AriaRole.Button, new() { Name = "Upload" }).ClickAsync();

        await Expect(page.Locator("h1")).ToHaveTextAsync("cross");
        await page.GetByRole(AriaRole.Link, new() { Name = "Train on it" }).ClickAsync();
        await Expect(page.Locator("h1")).ToHaveTextAsync("New job");
        await page.GetByLabel("Folds", new() { Exact = true }).FillAsync("4");
        await page.GetByLabel("Epochs", new() { Exact = true }).FillAsync("5");
        await page.Locator("details:has([data-path=compareWith]) > summary").ClickAsync();
        await page.GetByLabel("Compare with").SelectOptionAsync("boostedTrees");
        await page.GetByRole(AriaRole.Button, new() { Name = "Run it" }).ClickAsync();
        await Expect(page.Locator("h1")).ToHaveTextAsync("cross");
        await Expect(page.Locator(".head .state")).ToHaveTextAsync("Succeeded", new() { Timeout = 60_000 });

        await page.GetByRole(AriaRole.Tab, new() { Name = "Report" }).ClickAsync();
        var folds = page.Locator(".panel", new() { Has = page.GetByRole(AriaRole.Heading, new() { Name = $"Cross-validation of {Rows} rows" }) });
        await Expect(folds.Locator("tbody th"))
            .ToHaveTextAsync(
            [
                .. Enumerable.Range(1, 4).SelectMany(fold => new[] { $"fold {fold}" }.Concat(Baselines)),
                "Mean", "Standard deviation", "All out-of-fold predictions", .. Baselines,
            ]);
        await Expect(page.Locator(".gains li").Last).ToContainTextAsync("Gain over “Baseline: boosted trees” in RMSE");
        await Expect(page.Locator(".diagnosis li").Filter(new() { HasText = "for boosted trees" })).ToHaveCountAsync(1);
        await Expect(folds.Locator("thead th").Filter(new() { HasText = "R²" })).ToHaveCountAsync(1);
        var worst = page.Locator(".panel", new() { Has = page.GetByRole(AriaRole.Heading, new() { Name = "Rows with the largest errors" }) });
        await Expect(worst.Locator("tbody tr")).ToHaveCountAsync(20);
        var download = folds.GetByRole(AriaRole.Link, new() { Name = "Out-of-fold predictions (CSV)" });
        var outOfFold = await page.RunAndWaitForDownloadAsync(() => download.ClickAsync());
        Assert.Equal(1 + Rows, (await File.ReadAllLinesAsync(await outOfFold.PathAsync(), TestContext.Current.CancellationToken)).Length);

        var job = page.Url;
        await page.GetByRole(AriaRole.Link, new() { Name = "cross", Exact = true }).ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Delete" }).ClickAsync();
        await page.GetByRole(AriaRole.Dialog).GetByRole(AriaRole.Button, new() { Name = "Delete" }).ClickAsync();
        await Expect(page.Locator("h1")).ToHaveTextAsync("Datasets");
        await page.GotoAsync(job);
        await Expect(folds).ToBeVisibleAsync();
        dashboard.AssertNoProblems();
    }

    /// <summary>The cells of a column's row in the profile, starting with its type.</summary>
    private static ILocator Cells(IPage page, string column) =>
        page.Locator("tbody tr", new() { Has = page.Locator("th").Filter(new() { HasText = column }) }).Locator("td");

    private static ILocator Field(IPage page, string label) => page.Locator(".field", new() { Has = page.GetByLabel(label) });

    private static async Task DropAsync(IPage page, string name, string content)
    {
        var transfer = await page.EvaluateHandleAsync(
            """
            ([name, content]) => {
              const transfer = new DataTransfer();
              transfer.items.add(new File([content], name, { type: "text/csv" }));
              return transfer;
            }
            """,
            new[] { name, content });
        await page.DispatchEventAsync("h1", "drop", new { dataTransfer = transfer });
    }

    private static string Houses()
    {
        var table = new StringBuilder("rooms,zip,street,price\n");
        for (var row = 0; row < Rows; row++)
        {
            var (zip, street) = (row % 2 == 0 ? "10115" : "20095", row % 3 == 0 ? "Pave" : "Gravel");
            table.Append(CultureInfo.InvariantCulture, $"{(row == 17 ? "NA" : row % 4 + 1)},{zip},{street},{100000 + row * 1000}\n");
        }

        return table.ToString();
    }
}
