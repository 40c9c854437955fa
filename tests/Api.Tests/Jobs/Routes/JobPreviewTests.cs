using System.Net;
using System.Text.Json;
using LearnML.Api.Tests.Hosting;
using LearnML.Contracts;

namespace LearnML.Api.Tests.Jobs.Routes;

[Collection(JobServiceCollection.Name)]
public sealed class JobPreviewTests(ServiceFixture fixture)
{
    private const string Route = "/api/jobs/preview";

    private readonly CancellationToken cancellationToken = Deadline.Token();

    private readonly Service service = fixture.Service;

    [Fact]
    public async Task Preview_has_the_spec_of_the_job_and_creates_no_job()
    {
        var spec = SampleSpecs.Quick with { Network = new NetworkSpec { Dropout = [0.1] } };

        var before = (await service.Client.Jobs.ListAsync(cancellationToken: cancellationToken)).Total;
        var preview = await service.Client.Jobs.PreviewAsync(spec, cancellationToken);
        Assert.Equal(before, (await service.Client.Jobs.ListAsync(cancellationToken: cancellationToken)).Total);

        var job = await service.StartJobAsync(spec);
        Assert.Equal(ToJson(job.Spec), ToJson(preview.Spec!));
        Assert.Equal([256], preview.Spec!.Network.Hidden);
    }

    [Fact]
    public async Task Preview_has_the_graph_from_pixels_to_classes()
    {
        var graph = (await PreviewAsync("""{ "dataset": "glyphs", "network": { "hidden": [16], "dropout": 0.5, "ensemble": 3 } }""")).Graph!;

        Assert.Equal((784, 784 * 16 + 16 + 16 * 10 + 10, 784 * 16 + 16 * 10, 3),
            (graph.Inputs, graph.Parameters, graph.MultiplyAdds, graph.Networks));
        Assert.Equal(["linear 16 ", "activation 16 relu", "dropout 16 0.5", "linear 10 "],
            graph.Layers.Select(layer => $"{layer.Kind} {layer.OutputShape[0]} {layer.Detail}"));
    }

    [Fact]
    public async Task Preview_has_the_graph_of_copies()
    {
        var graph = (await PreviewAsync("""{ "dataset": "glyphs", "network": { "hidden": [16], "copies": 4 } }""")).Graph!;

        Assert.Equal((4 * 784 + 784 * 16 + 16 + 4 * (16 * 10 + 10), 4 * (784 * 16 + 16 * 10)), (graph.Parameters, graph.MultiplyAdds));
        Assert.Equal(["copies 4x784 4", "linear 4x16 ", "activation 4x16 relu", "linear 4x10 "],
            graph.Layers.Select(layer => $"{layer.Kind} {string.Join('x', layer.OutputShape)} {layer.Detail}"));
    }

    [Fact]
    public async Task Preview_shows_every_repetition_of_a_block()
    {
        var graph = (await PreviewAsync("""
            { "dataset": "glyphs", "network": { "layers": [
              { "linear": 8 },
              { "block": [{ "linear": 8 }, { "activation": "tanh" }], "repeat": 2, "residual": true }] } }
            """)).Graph!;

        Assert.Equal(["0", "1", "1.0", "1.0.0", "1.0.1", "1.1", "1.1.0", "1.1.1", "2"], graph.Layers.Select(layer => layer.Path));
        Assert.Equal([null, null, "residual"], graph.Layers.Take(3).Select(layer => layer.Detail));
    }

    [Fact]
    public async Task Preview_of_a_table_has_the_graph_of_the_trained_model()
    {
        var rows = string.Concat(Enumerable.Range(1, 40).Select(side => $"{side}.5,{(side % 3 == 0 ? "red" : "blue")},{side * side}\n"));
        (await service.UploadAsync("side,colour,area\n" + rows, ("name", "squares"), ("target", "area"))).Read<DatasetProfile>();
        const string Spec = """{ "dataset": "squares", "network": { "hidden": [4] }, "training": { "epochs": 1, "device": "cpu" } }""";

        var preview = await PreviewAsync(Spec);
        await service.WaitForEndAsync((await service.PostAsync("/api/jobs", Spec)).Read<Job>().Id);

        Assert.Equal((OptimizerKind.Adam, "area"), (preview.Spec!.Optimizer.Kind, preview.Spec.Target));
        Assert.Equal(ToJson(await service.GetAsync<NetworkGraph>("/api/models/squares/graph")), ToJson(preview.Graph!));
    }

    [Theory]
    [InlineData("""{ "dataset": "cats", "network": { "hidden": [0], "depth": 3 }, "training": { "epochs": "ten" } }""")]
    [InlineData("""{ "dataset": "glyphs", "network": { "hidden": [2000000000, 2000000000, 2000000000, 2000000000] } }""")]
    [InlineData("[]")]
    [InlineData("")]
    public async Task Preview_has_the_errors_of_the_rejected_job(string body)
    {
        var previewed = await service.PostAsync(Route, body);
        var posted = await service.PostAsync("/api/jobs", body);

        Assert.Equal(ToJson(posted.ShouldBeProblem(HttpStatusCode.BadRequest).Errors!), ToJson(previewed.Read<JobPreview>().Errors));
    }

    private async Task<JobPreview> PreviewAsync(string spec) => (await service.PostAsync(Route, spec)).Read<JobPreview>();

    private static string ToJson(object value) => JsonSerializer.Serialize(value, WireFormat.Options);
}
