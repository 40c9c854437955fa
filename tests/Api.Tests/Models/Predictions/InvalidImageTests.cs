using System.Net;
using LearnML.Api.Tests.Hosting;

namespace LearnML.Api.Tests.Models.Predictions;

public sealed class InvalidImageTests(SharedFixture fixture)
{
    private const int PixelCount = TestImages.Size * TestImages.Size;

    /// <summary>More than the limit of other routes.</summary>
    private const int LargeBodyBytes = 31_000_000;

    private const int TooLargeBodyBytes = 68_000_000;

    private static readonly string Image = CreateZeros(PixelCount);
    private static readonly string Rows = $"[{string.Join(',', Enumerable.Repeat(CreateZeros(TestImages.Size), TestImages.Size))}]";

    private readonly Service service = fixture.Service;

    [Theory]
    [InlineData(PixelCount - 1)]
    [InlineData(PixelCount + 1)]
    [InlineData(1)]
    public async Task Image_with_a_wrong_number_of_pixels_is_named_by_index(int pixels)
    {
        var problem = await GetProblemAsync($"[{Image}, {CreateZeros(pixels)}, {Image}]");

        Assert.Equal(["instances[1]"], problem.Fields);
        Assert.Contains($"has {pixels} pixels; an image must be one list of 784 pixels, or 28 lists of 28",
            problem.GetErrors("instances[1]"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Every_image_with_a_wrong_number_of_pixels_is_named()
    {
        var problem = await GetProblemAsync($"[{CreateZeros(5)}, {Image}, {CreateZeros(6)}]");

        Assert.Equal(["instances[0]", "instances[2]"], problem.Fields);
    }

    [Fact]
    public async Task Pixel_that_float32_cannot_hold_is_reported_unchanged() =>
        Assert.Equal("pixel 0 is 1E+300; pixels must be 0 to 255",
            (await GetProblemAsync($"[{Image.Replace("[0,", "[1e300,", StringComparison.Ordinal)}]")).GetErrors("instances[0]"));

    [Fact]
    public async Task Number_of_reported_pixels_is_limited() =>
        Assert.InRange((await GetProblemAsync($"[[{string.Join(',', Enumerable.Range(256, PixelCount))}]]")).Errors!["instances[0]"].Length, 1, 100);

    [Fact]
    public async Task Number_of_reported_images_is_limited()
    {
        var problem = await GetProblemAsync($"[{string.Join(',', Enumerable.Repeat("[1]", 1_000_000))}]");

        Assert.InRange(problem.Fields.Count(), 1, 100);
    }

    [Theory]
    [InlineData("-1")]
    [InlineData("255.5")]
    [InlineData("256")]
    [InlineData("1e30")]
    [InlineData("1e999")]
    public async Task Pixel_out_of_range_is_named_by_index(string pixel)
    {
        var problem = await GetProblemAsync($"[{Image}, {Image.Replace("[0,0,", $"[0,{pixel},", StringComparison.Ordinal)}]");

        Assert.Equal(["instances[1]"], problem.Fields);
        Assert.Contains("pixel 1 is", problem.GetErrors("instances[1]"), StringComparison.Ordinal);
        Assert.Contains("pixels must be 0 to 255", problem.GetErrors("instances[1]"), StringComparison.Ordinal);
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
    public async Task Value_that_is_not_a_list_of_images_is_rejected(string instances) =>
        Assert.All((await GetProblemAsync(instances)).Fields, field => Assert.StartsWith("instances", field, StringComparison.Ordinal));

    [Fact]
    public async Task Numbers_among_images_are_rejected()
    {
        await GetProblemAsync($"[{Image}, 7]");
        await GetProblemAsync($"[7, {Image}]");
        await GetProblemAsync($"[{Rows}, 7]");
    }

    [Fact]
    public async Task Rows_of_a_wrong_width_are_rejected()
    {
        await GetProblemAsync($"[[{string.Join(',', Enumerable.Repeat(CreateZeros(14), 56))}]]");
        await GetProblemAsync($"[[{string.Join(',', Enumerable.Repeat(CreateZeros(56), 14))}]]");
        await GetProblemAsync($"[{Image}, [{Rows}]]");
    }

    [Theory]
    [InlineData("{}", "instances")]
    [InlineData("""{ "rows": [] }""", "instances")]
    [InlineData("[]", "$")]
    [InlineData("null", "$")]
    public async Task Field_instances_is_required(string body, string field) =>
        Assert.Contains(field, (await PredictAsync(body)).ShouldBeProblem(HttpStatusCode.BadRequest).Fields);

    [Fact]
    public async Task Unknown_field_is_named() => Assert.Equal(
        ["threshold"],
        (await PredictAsync($$"""{ "threshold": [1, { "a": 2 }], "instances": {{Image}} }""")).ShouldBeProblem(HttpStatusCode.BadRequest).Fields);

    [Fact]
    public async Task Duplicate_instances_are_rejected()
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
    public async Task Body_that_is_not_JSON_is_rejected(string body) =>
        Assert.Contains("The body is not JSON",
            (await PredictAsync(body)).ShouldBeProblem(HttpStatusCode.BadRequest).Detail, StringComparison.Ordinal);

    [Fact]
    public async Task Body_that_is_nested_too_deep_is_rejected() =>
        (await PredictAsync("{ \"instances\": " + new string('[', 100_000))).ShouldBeProblem(HttpStatusCode.BadRequest);

    [Fact]
    public async Task Large_predictions_are_answered_and_too_large_ones_rejected()
    {
        var many = string.Join(',', Enumerable.Repeat(Image, 10));
        Assert.Equal(HttpStatusCode.OK, (await PredictAsync($$"""{ "instances": [{{many}}] {{new string(' ', LargeBodyBytes)}} }""")).Status);

        (await PredictAsync(new string(' ', TooLargeBodyBytes))).ShouldBeProblem(HttpStatusCode.RequestEntityTooLarge);
    }

    private static string CreateZeros(int count) => $"[{string.Join(',', Enumerable.Repeat(0, count))}]";

    private async Task<ProblemDetails> GetProblemAsync(string instances) =>
        (await PredictAsync($$"""{ "instances": {{instances}} }""")).ShouldBeProblem(HttpStatusCode.BadRequest);

    private Task<ApiResponse> PredictAsync(string body) => service.PostAsync($"/api/models/{fixture.Job.Model}/predict", body);
}
