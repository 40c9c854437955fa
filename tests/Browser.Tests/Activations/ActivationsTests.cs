using LearnML.Browser.Tests.Hosting;
using static Microsoft.Playwright.Assertions;

namespace LearnML.Browser.Tests.Activations;

/// <summary>The Activations page.</summary>
public sealed class ActivationsTests(Chromium chromium, SharedService service)
{
    [Fact(SkipUnless = nameof(Chromium.Available), SkipType = typeof(Chromium), Skip = Chromium.Missing)]
    public async Task Each_activation_is_drawn_with_its_derivative_over_the_chosen_range()
    {
        await using var dashboard = await Dashboard.OpenAsync(chromium, service.Address, "#/activations");
        var page = dashboard.Page;
        var activations = await service.GetAsync("/api/activations");
        var names = activations.EnumerateArray().Select(activation => activation.GetProperty("name").GetString()!).ToList();
        Assert.Equal(names, await page.Locator("[data-activation] h2").AllTextContentsAsync());
        await Expect(page.Locator("[data-activation] polyline")).ToHaveCountAsync(2 * names.Count);

        await page.GetByRole(Microsoft.Playwright.AriaRole.Slider, new() { Name = "x from" }).FillAsync("-2");
        await page.GetByRole(Microsoft.Playwright.AriaRole.Slider, new() { Name = "to" }).Last.FillAsync("3");
        var relu = page.Locator("[data-activation=relu] svg");
        await Expect(relu.First).ToHaveAttributeAsync("aria-label", "relu(x) for x from -2 to 3");
        await Expect(relu.Last).ToHaveAttributeAsync("aria-label", "The derivative of relu for x from -2 to 3");

        Assert.Equal(["flat", "up"], await DirectionsAsync(relu.First));
        Assert.Equal(["flat", "up", "flat"], await DirectionsAsync(relu.Last));
        dashboard.AssertNoProblems();
    }

    /// <summary>The directions of a curve from left to right, without repetitions.</summary>
    private static Task<string[]> DirectionsAsync(Microsoft.Playwright.ILocator plot) => plot.Locator("polyline").EvaluateAsync<string[]>(
        """
        line => {
          const ys = line.getAttribute("points").split(" ").map((point) => Number(point.split(",")[1]));
          const directions = ys.slice(1).map((y, i) => (y === ys[i] ? "flat" : y < ys[i] ? "up" : "down"));
          return directions.filter((direction, i) => direction !== directions[i - 1]);
        }
        """);
}
