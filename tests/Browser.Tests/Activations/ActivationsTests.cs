using LearnML.Browser.Tests.Hosting;
using static Microsoft.Playwright.Assertions;

namespace LearnML.Browser.Tests.Activations;

/// <summary>The activations' page.</summary>
public sealed class ActivationsTests(Chromium chromium, LearningService service) : IClassFixture<LearningService>
{
    [Fact(SkipUnless = nameof(Chromium.Available), SkipType = typeof(Chromium), Skip = Chromium.Missing)]
    public async Task Each_function_is_drawn_beside_its_derivative_over_the_chosen_range()
    {
        await using var dashboard = await Dashboard.OpenAsync(chromium, service.Address, "#/activations");
        var page = dashboard.Page;
        var names = (await service.GetAsync("/api/activations")).EnumerateArray().Select(activation => activation.GetProperty("name").GetString()!).ToList();
        Assert.Equal(names, await page.Locator("[data-activation] h2").AllTextContentsAsync());
        await Expect(page.Locator("[data-activation] polyline")).ToHaveCountAsync(2 * names.Count);

        await page.GetByRole(Microsoft.Playwright.AriaRole.Slider, new() { Name = "x from" }).FillAsync("-2");
        await page.GetByRole(Microsoft.Playwright.AriaRole.Slider, new() { Name = "to" }).Last.FillAsync("3");
        var relu = page.Locator("[data-activation=relu] svg");
        await Expect(relu.First).ToHaveAttributeAsync("aria-label", "relu(x) for x from -2 to 3");
        await Expect(relu.Last).ToHaveAttributeAsync("aria-label", "The derivative of relu for x from -2 to 3");

        // As far up as its greatest value: flat, then rising; of the derivative two steps.
        Assert.Equal(3, await DirectionsAsync(relu.First) + await DirectionsAsync(relu.Last) - 2);
        dashboard.AssertQuiet();
    }

    /// <summary>How many straight lines a curve is made of.</summary>
    private static Task<int> DirectionsAsync(Microsoft.Playwright.ILocator plot) => plot.Locator("polyline").EvaluateAsync<int>(
        """
        line => {
          const ys = line.getAttribute("points").split(" ").map((point) => Number(point.split(",")[1]));
          const slopes = ys.slice(1).map((y, i) => Math.sign(y - ys[i]));
          return slopes.filter((slope, i) => slope !== slopes[i - 1]).length;
        }
        """);
}
