using System.Net;
using LearnML.Api.Tests.Hosting;
using LearnML.Contracts;

namespace LearnML.Api.Tests.Models.Predictions;

/// <summary>The layers and parameters of a model.</summary>
public sealed class ParameterRoutesTests(SharedFixture fixture)
{
    private readonly Service service = fixture.Service;

    [Fact]
    public async Task Parameters_and_graph_describe_the_layers()
    {
        var model = await TrainAsync(new NetworkSpec
        {
            Layers =
            [
                new() { Linear = 8 },
                new() { Activation = Activation.Tanh },
                new() { Block = [new() { Linear = 8, Share = "a" }, new() { Normalization = Normalization.Batch }], Repeat = 2, Residual = true },
                new() { Linear = 8, Frozen = true },
                new() { Dropout = 0.1 },
            ],
        });

        var graph = await service.GetAsync<NetworkGraph>($"/api/models/{model}/graph");
        var parameters = await service.GetAsync<IReadOnlyList<ParameterSummary>>($"/api/models/{model}/parameters");

        Assert.Equal(
            [
                "0 linear 6280 6272", "1 activation 0 0", "2 block 0 0", "2.0 block 0 0", "2.0.0 linear 72 64", "2.0.1 normalization 16 0",
                "2.1 block 0 0", "2.1.0 linear 0 64", "2.1.1 normalization 16 0", "3 linear 72 64", "4 dropout 0 0", "5 linear 90 80",
            ],
            graph.Layers.Select(layer => $"{layer.Path} {layer.Kind} {layer.Parameters} {layer.MultiplyAdds}"));
        Assert.Equal((784, 6546, 6544, 1), (graph.Inputs, graph.Parameters, graph.MultiplyAdds, graph.Networks));
        Assert.Equal(("2.0.0", "residual", true), (graph.Layers[7].SharedWith, graph.Layers[3].Detail, graph.Layers[9].Frozen));
        Assert.Equal([8], graph.Layers[^2].OutputShape);
        Assert.Equal([10], graph.Layers[^1].OutputShape);
        Assert.Equal(graph.Parameters, parameters.Where(parameter => !parameter.IsStatistic).Sum(parameter => parameter.Count));
        Assert.DoesNotContain("2.1.0.weight", parameters.Select(parameter => parameter.Path));
        Assert.Contains("2.0.1.running_mean", parameters.Select(parameter => parameter.Path));
    }

    [Fact]
    public async Task Statistics_and_histograms_match_the_values()
    {
        var model = await TrainAsync(new NetworkSpec { Hidden = [8] });

        foreach (var summary in await service.GetAsync<IReadOnlyList<ParameterSummary>>($"/api/models/{model}/parameters"))
        {
            var values = await service.GetAsync<ParameterValues>($"/api/models/{model}/parameters/{summary.Path}");

            Assert.Equal((summary.Count, summary.Shape.Aggregate((product, length) => product * length)), (values.Count, values.Values.Count));
            Assert.Equal(values.Values.Average(value => (double)value), summary.Mean, 1e-9);
            Assert.Equal(Math.Sqrt(values.Values.Average(value => (value - summary.Mean) * (value - summary.Mean))), summary.Std, 1e-9);
            Assert.Equal((values.Values.Min(), values.Values.Max()), ((float)summary.Minimum, (float)summary.Maximum));
            Assert.Equal(Math.Sqrt(values.Values.Sum(value => (double)value * value)), summary.Norm, 1e-9);
            Assert.Equal(20, summary.Histogram.Counts.Count);
            Assert.Equal(summary.Count, summary.Histogram.Counts.Sum());
            var width = (summary.Maximum - summary.Minimum) / 20;
            Assert.Equal(values.Values.Count(value => value < summary.Minimum + width), summary.Histogram.Counts[0]);
        }
    }

    [Fact]
    public async Task Values_are_paged_and_unknown_paths_are_404()
    {
        var model = await TrainAsync(new NetworkSpec { Hidden = [8], Ensemble = 2 });

        var all = await service.GetAsync<ParameterValues>($"/api/models/{model}/parameters/1.0.weight");
        var page = await service.GetAsync<ParameterValues>($"/api/models/{model}/parameters/1.0.weight?skip=6270&take=5");

        Assert.Equal([8L, 784], all.Shape);
        Assert.Equal((6272, 6270), (page.Count, page.Skip));
        Assert.Equal(all.Values.Skip(6270), page.Values);
        Assert.Contains("/parameters lists them", (await service.GetAsync($"/api/models/{model}/parameters/9.weight"))
            .ShouldBeProblem(HttpStatusCode.NotFound).Detail, StringComparison.Ordinal);
        (await service.GetAsync("/api/models/nobody/parameters")).ShouldBeProblem(HttpStatusCode.NotFound);
        (await service.GetAsync("/api/models/nobody/graph")).ShouldBeProblem(HttpStatusCode.NotFound);
        (await service.GetAsync($"/api/models/{model}/parameters/1.0.weight?take=0")).ShouldBeProblem(HttpStatusCode.BadRequest);
    }

    private async Task<string> TrainAsync(NetworkSpec network) =>
        (await service.RunJobAsync(SampleSpecs.Quick with { Model = SampleSpecs.CreateModelName(), Network = network })).Model;
}
