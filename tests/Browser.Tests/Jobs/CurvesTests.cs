using LearnML.Browser.Tests.Hosting;
using static Microsoft.Playwright.Assertions;

namespace LearnML.Browser.Tests.Jobs;

public sealed class CurvesTests(Chromium chromium, LearningService service) : IClassFixture<LearningService>
{
    [Fact(SkipUnless = nameof(Chromium.Available), SkipType = typeof(Chromium), Skip = Chromium.Missing)]
    public async Task Folds_are_shown_each_or_by_their_mean_over_epochs_or_seconds_smoothed_or_not()
    {
        var job = await service.TrainAsync("balanced", new { training = new { epochs = 20 }, validation = new { folds = 3, holdout = (double?)null, testPart = (bool?)null } });
        var id = job.GetProperty("id").GetString();
        await using var dashboard = await Dashboard.OpenAsync(chromium, service.Address, $"#/jobs/{id}");
        var page = dashboard.Page;
        await Expect(page.Locator("[data-metric=loss] canvas")).ToBeVisibleAsync();
        var epochs = (await service.GetAsync($"/api/jobs/{id}/metrics")).EnumerateArray().ToList();
        var losses = epochs.Where(epoch => epoch.GetProperty("fold").ValueKind == System.Text.Json.JsonValueKind.Number && epoch.GetProperty("epoch").GetInt32() == 20)
            .Select(epoch => epoch.GetProperty("validation").GetProperty("loss").GetDouble()).ToList();

        var each = await Curves.SaveAsync(page, "loss");
        Assert.Equal(3 + 3 + 1, each.Select(point => point.Curve).Distinct().Count());
        Assert.Equal(losses, each.Where(point => point.X == 20 && point.Curve.StartsWith("Validation, fold", StringComparison.Ordinal)).Select(point => point.Y));

        await page.Locator("label", new() { HasText = "Folds" }).Locator("select").SelectOptionAsync("mean");
        var mean = (await Curves.SaveAsync(page, "loss")).Single(point => point.X == 20 && point.Curve == "Validation, mean of folds");
        Assert.Equal(losses.Average(), mean.Y, 1e-12);

        await page.GetByLabel("Over").SelectOptionAsync("seconds");
        var seconds = await Curves.SaveAsync(page, "gradientNorm");
        Assert.Contains(epochs[^1].GetProperty("elapsedSeconds").GetDouble(), seconds.Select(point => point.X));
        var times = epochs.Where(epoch => epoch.GetProperty("fold").ValueKind == System.Text.Json.JsonValueKind.Number && epoch.GetProperty("epoch").GetInt32() == 20)
            .Average(epoch => epoch.GetProperty("elapsedSeconds").GetDouble());
        var last = (await Curves.SaveAsync(page, "loss")).Last(point => point.Curve == "Validation, mean of folds");
        Assert.Equal((times, mean.Y), (last.X, last.Y), (one, other) => Math.Abs(one.Item1 - other.Item1) < 1e-9 && Math.Abs(one.Item2 - other.Item2) < 1e-12);

        await page.GetByLabel("Over").SelectOptionAsync("epoch");
        await page.Locator("label", new() { HasText = "Folds" }).Locator("select").SelectOptionAsync("each");
        await page.GetByLabel("Smoothing").FillAsync("0.9");
        var smoothed = await Curves.SaveAsync(page, "loss");
        Assert.Equal(each[0].Y, smoothed[0].Y, 1e-12);
        Assert.NotEqual(each[5].Y, smoothed[5].Y);
        dashboard.AssertQuiet();
    }

    [Fact(SkipUnless = nameof(Chromium.Available), SkipType = typeof(Chromium), Skip = Chromium.Missing)]
    public async Task A_chart_is_zoomed_by_mouse_and_keyboard_scaled_and_saved_as_a_picture()
    {
        var id = (await service.TrainAsync("underfit", new { training = new { epochs = 50 } })).GetProperty("id").GetString();
        await using var dashboard = await Dashboard.OpenAsync(chromium, service.Address, $"#/jobs/{id}");
        var page = dashboard.Page;
        var chart = page.Locator("[data-metric=loss]");
        await Expect(chart.Locator("canvas")).ToBeVisibleAsync();
        var legend = chart.Locator(".u-legend .u-value").First;
        await Expect(legend).ToHaveTextAsync("50");

        // Zoomed to its left half by mouse, the right end is before epoch 50, and in the chart beside it as well.
        var box = (await chart.Locator(".u-over").BoundingBoxAsync())!;
        await page.Mouse.MoveAsync(box.X + 2, box.Y + 50);
        await page.Mouse.DownAsync();
        await page.Mouse.MoveAsync(box.X + (box.Width / 2), box.Y + 60, new() { Steps = 5 });
        await page.Mouse.UpAsync();
        await page.Mouse.MoveAsync(box.X + box.Width - 2, box.Y + 50);
        await Expect(legend).ToHaveTextAsync(new System.Text.RegularExpressions.Regex("^2[4-6]$"));
        await Expect(page.Locator("[data-metric=rmse] .u-legend .u-value").First).ToHaveTextAsync(new System.Text.RegularExpressions.Regex("^2[4-6]$"));

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
        Assert.Equal("Loss.png", download.SuggestedFilename);
        var picture = await File.ReadAllBytesAsync(await download.PathAsync(), TestContext.Current.CancellationToken);
        Assert.Equal("PNG", System.Text.Encoding.ASCII.GetString(picture, 1, 3));
        dashboard.AssertQuiet();
    }
}
