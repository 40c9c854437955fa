using System.Diagnostics;
using System.Net;
using System.Text.Json.Nodes;
using LearnML.Api.Tests.Datasets;
using LearnML.Api.Tests.Hosting;
using LearnML.Contracts;

namespace LearnML.Api.Tests.Models.Predictions;

/// <summary>
/// Hundreds of thousands of column names in one request are refused, or passed over, at once. A time that grew with their square would be many
/// times the limit of these tests.
/// </summary>
public sealed class ManyNamesTests(SharedFixture fixture)
{
    private const int Names = 400_000;

    private static readonly TimeSpan MaximumTime = TimeSpan.FromSeconds(5);

    private readonly Service service = fixture.Service;

    [Fact]
    public async Task Table_with_too_many_names_is_refused_as_upload_and_for_prediction()
    {
        var address = await TrainAsync("many-names");
        var csv = string.Join(',', Enumerable.Range(0, Names).Select(name => $"n{name}")) + "\n";

        await RefusedAsync(() => service.UploadAsync(csv, ("name", "too-many-names")));
        await RefusedAsync(() => service.PostAsync(address, csv, "text/csv"));
        await RefusedAsync(() => service.PostAsync(address, "petal,kind\n1,rose\n" + csv, "text/csv"));

        async Task RefusedAsync(Func<Task<ApiResponse>> send) => Assert.Contains(
            "it has more than 10000 columns; at most 10000 can be read",
            (await InTimeAsync(send)).ShouldBeProblem(HttpStatusCode.BadRequest).Detail,
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task Unknown_names_of_rows_in_JSON_are_warnings()
    {
        var address = await TrainAsync("many-json-names");
        var row = new JsonObject(Enumerable.Range(0, Names).Select(name => KeyValuePair.Create($"n{name}", (JsonNode?)1)));

        var predicted = await InTimeAsync(() => service.PostAsync(address, new { rows = new[] { row } }));
        var columns = await InTimeAsync(() => service.PostAsync(address, new { inputs = row }));
        var split = await InTimeAsync(() => service.PostAsync(address, new
        {
            dataframe_split = new
            {
                columns = Enumerable.Range(0, 100_000).Select(name => $"n{name}"),
                data = new[] { Enumerable.Repeat(1, 100_000) },
            },
        }));

        // The first hundred names, all others, and the columns of the model that the row does not have.
        Assert.Equal(102, predicted.Read<PredictionResponse>().Warnings.Count);
        Assert.Equal(Names - 100, predicted.Read<PredictionResponse>().Warnings.Max(warning => warning.Count));
        columns.ShouldBeProblem(HttpStatusCode.BadRequest);
        Assert.Equal(102, split.Read<PredictionResponse>().Warnings.Count);
    }

    [Fact]
    public async Task Unknown_inputs_of_the_inference_protocol_are_refused()
    {
        await TrainAsync("many-tensors");
        var inputs = Enumerable.Range(0, 10_000).Select(
            name => new { name = $"n{name}", datatype = "FP64", shape = Enumerable.Repeat(1, 2), data = Enumerable.Repeat(1, 1) });

        var refused = await InTimeAsync(() => service.PostAsync("/v2/models/many-tensors/infer", new { inputs }));

        Assert.Equal(HttpStatusCode.BadRequest, refused.Status);
    }

    [Fact]
    public async Task Unknown_columns_of_a_spec_are_refused()
    {
        await TrainAsync("many-spec-names");
        var columns = Enumerable.Range(0, 200_000).Select(name => $"n{name}");

        var refused = await InTimeAsync(() => service.PostAsync("/api/jobs", new { dataset = "many-spec-names", preprocessing = new { columns } }));

        Assert.StartsWith("there is no column 'n0'",
            refused.ShouldBeProblem(HttpStatusCode.BadRequest).GetErrors("preprocessing.columns[0]"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Column_of_a_spec_may_appear_once()
    {
        await TrainAsync("repeated-names");

        var refused = await service.PostAsync(
            "/api/jobs", new { dataset = "repeated-names", preprocessing = new { columns = Enumerable.Repeat("petal", 100_000) } });

        Assert.Equal("appears twice", refused.ShouldBeProblem(HttpStatusCode.BadRequest).GetErrors("preprocessing.columns[1]"));
        Assert.True(refused.Body.Length < 100_000, $"{refused.Body.Length}");
    }

    private static async Task<ApiResponse> InTimeAsync(Func<Task<ApiResponse>> send)
    {
        var start = Stopwatch.GetTimestamp();
        var response = await send();
        var time = Stopwatch.GetElapsedTime(start);
        Assert.True(time < MaximumTime, $"The answer took {time}.");
        return response;
    }

    private async Task<string> TrainAsync(string name)
    {
        Assert.Equal(HttpStatusCode.Created, (await service.UploadAsync(FlowersTable.Csv, ("name", name), ("target", "price"))).Status);
        var job = await service.RunJobAsync(new JobSpec { Dataset = name, Model = name, Training = new() { Epochs = 1 } });
        Assert.True(job.State == JobState.Succeeded, job.Error);
        return $"/api/models/{job.Model}/predict";
    }
}
