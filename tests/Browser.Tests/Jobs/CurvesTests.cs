using System.Text.Json;
using System.Xml.Linq;
using LearnML.Browser.Tests.Hosting;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace LearnML.Browser.Tests.Jobs;

public sealed class CurvesTests(Chromium chromium, SharedService service)
{
    [Fact(SkipUnless = nameof(Chromium.Available), SkipType = typeof(Chromium), Skip = Chromium.Missing)]
    public async Task Folds_are_shown_singly_or_as_a_mean_over_epochs_or_seconds_with_or_without_smoothing()
    {
        var validation = new { folds = 3, holdout = (double?)null, testPart = (bool?)null };
        var job = await service.TrainAsync("balanced", new { training = new { epochs = 20 }, validation });
        var id = job.GetProperty("id").GetString();
        await using var dashboard = await Dashboard.OpenAsync(chromium, service.Address, $"#/jobs/{id}");
        var page = dashboard.Page;
        await Expect(page.Locator("[data-metric=loss] canvas")).ToBeVisibleAsync();
        var epochs = (await service.GetAsync($"/api/jobs/{id}/metrics")).EnumerateArray().ToList();
        var foldEpochs = epochs.Where(epoch => epoch.GetProperty("fold").ValueKind == JsonValueKind.Number);
        var lastEpochs = foldEpochs.Where(epoch => epoch.GetProperty("epoch").GetInt32() == 20).ToList();
        var losses = lastEpochs.Select(epoch => epoch.GetProperty("validation").GetProperty("loss").GetDouble()).ToList();

        // The long legend is folded.
        var legend = page.Locator("[data-metric=loss] .u-legend");
        await Expect(legend).ToBeHiddenAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Legend: Loss" }).ClickAsync();
        await Expect(legend).ToBeVisibleAsync();

        var each = await Curves.SaveAsync(page, "loss");
        Assert.Equal(3 + 3 + 1, each.Select(point => point.Curve).Distinct().Count());
        var foldPoints = each.Where(point => point.Curve.StartsWith("Validation, fold", StringComparison.Ordinal));
        Assert.Equal(losses, foldPoints.Where(point => point.X == 20).Select(point => point.Y));

        await page.Locator("label", new() { HasText = "Folds" }).Locator("select").SelectOptionAsync("mean");
        var mean = (await Curves.SaveAsync(page, "loss")).Single(point => point.X == 20 && point.Curve == "Validation, mean of folds");
        Assert.Equal(losses.Average(), mean.Y, 1e-12);

        await page.GetByLabel("X axis").SelectOptionAsync("seconds");
        var seconds = await Curves.SaveAsync(page, "gradientNorm");
        Assert.Contains(epochs[^1].GetProperty("elapsedSeconds").GetDouble(), seconds.Select(point => point.X));
        var meanSeconds = lastEpochs.Average(epoch => epoch.GetProperty("elapsedSeconds").GetDouble());
        var last = (await Curves.SaveAsync(page, "loss")).Last(point => point.Curve == "Validation, mean of folds");
        Assert.Equal(meanSeconds, last.X, 1e-9);
        Assert.Equal(mean.Y, last.Y, 1e-12);

        await page.GetByLabel("X axis").SelectOptionAsync("epoch");
        await page.Locator("label", new() { HasText = "Folds" }).Locator("select").SelectOptionAsync("each");

        // Smoothing changes what is drawn, not the file.
        var shown = page.Locator("[data-metric=loss] .u-value").Nth(1);
        var lastShown = await shown.TextContentAsync();
        await page.GetByLabel("Smoothing").FillAsync("0.9");
        await Expect(shown).Not.ToHaveTextAsync(lastShown!);
        Assert.Equal(each, await Curves.SaveAsync(page, "loss"));
        dashboard.AssertNoProblems();
    }

    [Fact(SkipUnless = nameof(Chromium.Available), SkipType = typeof(Chromium), Skip = Chromium.Missing)]
    public async Task A_chart_can_be_zoomed_by_mouse_and_keyboard_and_saved_as_a_picture()
    {
        var id = (await service.TrainAsync("underfit", new { training = new { epochs = 50 } })).GetProperty("id").GetString();
        await using var dashboard = await Dashboard.OpenAsync(chromium, service.Address, $"#/jobs/{id}");
        var page = dashboard.Page;
        var chart = page.Locator("[data-metric=loss]");
        await Expect(chart.Locator("canvas")).ToBeVisibleAsync();
        var legend = chart.Locator(".u-legend .u-value").First;
        await Expect(legend).ToHaveTextAsync("50");

        // After zooming to the left half with the mouse, the right end is near epoch 25, also in the linked chart.
        var box = (await chart.Locator(".u-over").BoundingBoxAsync())!;
        await page.Mouse.MoveAsync(box.X + 2, box.Y + 50);
        await page.Mouse.DownAsync();
        await page.Mouse.MoveAsync(box.X + (box.Width / 2), box.Y + 60, new() { Steps = 5 });
        await page.Mouse.UpAsync();
        await page.Mouse.MoveAsync(box.X + box.Width - 2, box.Y + 50);
        await Expect(legend).ToHaveTextAsync(new System.Text.RegularExpressions.Regex("^2[4-6]$"));
        var linkedLegend = page.Locator("[data-metric=rmse] .u-legend .u-value").First;
        await Expect(linkedLegend).ToHaveTextAsync(new System.Text.RegularExpressions.Regex("^2[4-6]$"));

        // The address keeps the range.
        Assert.Matches(@"[?&]zoom=1[.\d]*:2[4-6]", page.Url);
        await page.ReloadAsync();
        await Expect(legend).ToHaveTextAsync("50");
        await page.Locator("[data-metric=rmse] .u-over").HoverAsync(new() { Position = new() { X = box.Width - 3, Y = 50 } });
        await Expect(linkedLegend).ToHaveTextAsync(new System.Text.RegularExpressions.Regex("^2[4-6]$"));

        await chart.Locator(".plot").FocusAsync();
        await page.Keyboard.PressAsync("Escape");
        await page.Keyboard.PressAsync("End");
        await Expect(legend).ToHaveTextAsync("50");
        await page.Keyboard.PressAsync("Home");
        await Expect(legend).ToHaveTextAsync("1");
        await page.Keyboard.PressAsync("ArrowRight");
        await Expect(legend).ToHaveTextAsync("2");

        await chart.GetByText("Log").ClickAsync();
        await Expect(chart.GetByText("Log")).ToHaveAttributeAsync("aria-pressed", "true");
        var download = await page.RunAndWaitForDownloadAsync(() => chart.GetByText("PNG").ClickAsync());
        Assert.Equal("Loss - underfit.png", download.SuggestedFilename);
        var picture = await File.ReadAllBytesAsync(await download.PathAsync(), TestContext.Current.CancellationToken);
        Assert.Equal("PNG", System.Text.Encoding.ASCII.GetString(picture, 1, 3));

        download = await page.RunAndWaitForDownloadAsync(() => chart.GetByText("SVG").ClickAsync());
        Assert.Equal("Loss - underfit.svg", download.SuggestedFilename);
        var drawing = XDocument.Load(await download.PathAsync()).Root!;
        string[] texts = [.. drawing.Descendants(drawing.Name.Namespace + "text").Select(text => text.Value)];
        Assert.Equal(["Loss", "underfit · squared error of the standardized target"], texts[..2]);
        Assert.Equal(["Training", "Validation"], texts[^2..]);
        Assert.Contains("Epoch", texts);
        Assert.Equal(2, drawing.Descendants(drawing.Name.Namespace + "path").Count());
        Assert.DoesNotContain("var(", drawing.ToString(), StringComparison.Ordinal);
        dashboard.AssertNoProblems();
    }
}
