using System.Net;
using LearnML.Api.Tests.Hosting;

namespace LearnML.Api.Tests.Models;

public sealed class BadInstancesTests(SharedFixture fixture)
{
    private const int Pixels = Images.Side * Images.Side;

    /// <summary>More than what other routes take.</summary>
    private const int Large = 31_000_000;

    private const int TooLarge = 68_000_000;

    private static readonly string Image = Numbers(Pixels);
    private static readonly string Rows = $"[{string.Join(',', Enumerable.Repeat(Numbers(Images.Side), Images.Side))}]";

    private readonly Service service = fixture.Service;

    [Theory]
    [InlineData(Pixels - 1)]
    [InlineData(Pixels + 1)]
    [InlineData(1)]
    public async Task An_image_with_a_wrong_count_of_pixels_is_named_by_its_place(int pixels)
    {
        var problem = await RefusedAsync($"[{Image}, {Numbers(pixels)}, {Image}]");

        Assert.Equal(["instances[1]"], problem.Fields);
        Assert.Contains($"has {pixels} pixels; an image must be one list of 784 pixels, or 28 lists of 28", problem.Reason("instances[1]"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Every_image_with_a_wrong_count_of_pixels_is_named()
    {
        var problem = await RefusedAsync($"[{Numbers(5)}, {Image}, {Numbers(6)}]");

        Assert.Equal(["instances[0]", "instances[2]"], problem.Fields);
    }

    [Fact]
    public async Task A_pixel_that_no_float32_can_hold_is_told_as_it_was_sent() =>
        Assert.Equal("pixel 0 is 1E+300; pixels must be 0 to 255", (await RefusedAsync($"[{Image.Replace("[0,", "[1e300,", StringComparison.Ordinal)}]")).Reason("instances[0]"));

    [Fact]
    public async Task Wrong_pixels_are_answered_with_the_first_few() =>
        Assert.InRange((await RefusedAsync($"[[{string.Join(',', Enumerable.Range(256, Pixels))}]]")).Errors!["instances[0]"].Length, 1, 100);

    [Fact]
    public async Task A_million_wrong_images_are_answered_with_the_first_few()
    {
        var problem = await RefusedAsync($"[{string.Join(',', Enumerable.Repeat("[1]", 1_000_000))}]");

        Assert.InRange(problem.Fields.Count(), 1, 100);
    }

    [Theory]
    [InlineData("-1")]
    [InlineData("255.5")]
    [InlineData("256")]
    [InlineData("1e30")]
    [InlineData("1e999")]
    public async Task A_pixel_out_of_range_is_named_by_its_place(string pixel)
    {
        var problem = await RefusedAsync($"[{Image}, {Image.Replace("[0,0,", $"[0,{pixel},", StringComparison.Ordinal)}]");

        Assert.Equal(["instances[1]"], problem.Fields);
        Assert.Contains("pixel 1 is", problem.Reason("instances[1]"), StringComparison.Ordinal);
        Assert.Contains("pixels must be 0 to 255", problem.Reason("instances[1]"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("[]")]
    [InlineData("[[]]")]
    [InlineData("[[], []]")]
    [InlineData("7")]
    [InlineData("\"image\"")]
    [InlineData("null")]
    [InlineData("{}")]
    [InlineData("[\"a\", \"b\"]")]
    [InlineData("[[null]]")]
    [InlineData("[{\"pixels\": [0]}]")]
    [InlineData("[[[[0]]]]")]
    public async Task What_is_no_list_of_images_is_refused(string instances) =>
        Assert.All((await RefusedAsync(instances)).Fields, field => Assert.StartsWith("instances", field, StringComparison.Ordinal));

    [Fact]
    public async Task Numbers_between_images_are_refused()
    {
        await RefusedAsync($"[{Image}, 7]");
        await RefusedAsync($"[7, {Image}]");
        await RefusedAsync($"[{Rows}, 7]");
    }

    [Fact]
    public async Task Rows_of_a_wrong_width_are_refused()
    {
        await RefusedAsync($"[[{string.Join(',', Enumerable.Repeat(Numbers(14), 56))}]]");
        await RefusedAsync($"[[{string.Join(',', Enumerable.Repeat(Numbers(56), 14))}]]");
        await RefusedAsync($"[{Image}, [{Rows}]]");
    }

    [Theory]
    [InlineData("{}", "instances")]
    [InlineData("""{ "rows": [] }""", "instances")]
    [InlineData("[]", "$")]
    [InlineData("null", "$")]
    public async Task The_field_instances_is_required(string body, string field) =>
        Assert.Contains(field, (await PredictAsync(body)).ShouldBeProblem(HttpStatusCode.BadRequest).Fields);

    [Fact]
    public async Task An_unknown_field_is_named() => Assert.Equal(
        ["threshold"],
        (await PredictAsync($$"""{ "threshold": [1, { "a": 2 }], "instances": {{Image}} }""")).ShouldBeProblem(HttpStatusCode.BadRequest).Fields);

    [Fact]
    public async Task Instances_that_are_there_twice_are_refused()
    {
        (await PredictAsync($$"""{ "instances": {{Image}}, "instances": {{Image}} }""")).ShouldBeProblem(HttpStatusCode.BadRequest);
        (await PredictAsync($$"""{ "instances": [{{Image}}], "instances": [7] }""")).ShouldBeProblem(HttpStatusCode.BadRequest);
    }

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("""{ "instances": [[1, 2 """)]
    [InlineData("""{ "instances": [NaN] }""")]
    [InlineData("""{ "instances": [1] } extra""")]
    [InlineData("""{ "\ud800": 1 }""")]
    public async Task A_body_that_is_not_JSON_is_refused(string body) =>
        Assert.Contains("The body is not JSON",
            (await PredictAsync(body)).ShouldBeProblem(HttpStatusCode.BadRequest).Detail, StringComparison.Ordinal);

    [Fact]
    public async Task A_body_that_is_nested_too_deep_is_refused() =>
        (await PredictAsync("{ \"instances\": " + new string('[', 100_000))).ShouldBeProblem(HttpStatusCode.BadRequest);

    [Fact]
    public async Task Large_predictions_are_answered_and_larger_ones_refused()
    {
        var many = string.Join(',', Enumerable.Repeat(Image, 10));
        Assert.Equal(HttpStatusCode.OK, (await PredictAsync($$"""{ "instances": [{{many}}] {{new string(' ', Large)}} }""")).Status);

        (await PredictAsync(new string(' ', TooLarge))).ShouldBeProblem(HttpStatusCode.RequestEntityTooLarge);
    }

    private static string Numbers(int count) => $"[{string.Join(',', Enumerable.Repeat(0, count))}]";

    private async Task<Problem> RefusedAsync(string instances) =>
        (await PredictAsync($$"""{ "instances": {{instances}} }""")).ShouldBeProblem(HttpStatusCode.BadRequest);

    private Task<Answer> PredictAsync(string body) => service.PostAsync($"/api/models/{fixture.Job.Model}/predict", body);
}
