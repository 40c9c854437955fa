using LearnML.Api.Tests.Hosting;
using LearnML.Contracts;

namespace LearnML.Api.Tests.Models.Registry;

/// <summary>A model's setting decides which new versions serve requests that name only the model.</summary>
[Collection(SharedServiceCollection.Name)]
public sealed class PromotionTests(ServiceFixture fixture)
{
    private static readonly JobSpec Poor = SampleSpecs.Quick.WithEpochs(1);
    private static readonly JobSpec Good = SampleSpecs.Accurate.WithEpochs(2);

    private readonly Service service = fixture.Service;
    private readonly string model = SampleSpecs.CreateModelName();

    [Fact]
    public async Task Better_version_serves_and_a_worse_one_does_not()
    {
        await RunAsync(Poor);
        Assert.Equal(PromotionRule.Always, (await GetModelAsync()).Promote);
        await SetAsync("ifBetter");
        Assert.Equal((1, 1), ((await GetModelAsync()).Serves, (await GetModelAsync()).Aliases["champion"]));

        var better = await RunAsync(Good);
        Assert.Equal(2, await FindServedAsync());
        await RunAsync(Poor with { Training = Poor.Training with { Seed = 5 } });
        Assert.Equal(2, await FindServedAsync());
        await service.SendJsonAsync(HttpMethod.Put, $"/api/models/{model}/aliases/champion", """{ "version": 1 }""");
        await RunAsync(Poor);
        Assert.Equal(1, await FindServedAsync());
        await RunAsync(Good with { Training = Good.Training with { Seed = 5 } });
        Assert.Equal(5, await FindServedAsync());

        Assert.Equal(
            [null, PromotionOutcome.Better, PromotionOutcome.NotBetter, PromotionOutcome.NotBetter, PromotionOutcome.Better],
            (await GetModelAsync()).Versions.OrderBy(version => version.Version).Select(version => version.Promotion?.Outcome));
        var (first, second) = (await GetVersionAsync(1), await GetVersionAsync(2));
        var promotion = second.Promotion!;
        Assert.Equal((1, "test.accuracy", second.Test!.Accuracy, first.Test!.Accuracy),
            (promotion.ServedVersion, promotion.Metric, promotion.Score, promotion.ServedScore));
        Assert.Contains(await service.GetLogAsync(better.Id), line => line.Level == JobLogLevel.Information
            && line.Message.StartsWith($"Version 2 of the model {model}: It is better than version 1 on the same", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Setting_never_keeps_the_version_until_a_user_moves_the_alias()
    {
        await RunAsync(Poor);
        await SetAsync("never");
        var second = await RunAsync(Good);

        Assert.Equal(1, await FindServedAsync());
        var promotion = (await GetVersionAsync(2)).Promotion!;
        Assert.Equal((PromotionOutcome.Never, 1), (promotion.Outcome, promotion.ServedVersion));
        Assert.Contains(await service.GetLogAsync(second.Id), line => line.Level == JobLogLevel.Warning
            && line.Message.EndsWith("setting promote is never. Version 1 serves.", StringComparison.Ordinal));
        await service.DeleteAsync($"/api/models/{model}/aliases/champion");
        Assert.Equal(2, await FindServedAsync());
        await RunAsync(Poor);
        Assert.Equal(2, await FindServedAsync());
        await SetAsync("always");
        Assert.Equal((3, 0), (await FindServedAsync(), (await GetModelAsync()).Aliases.Count));
        Assert.Null((await RunAsync(Poor)) is { } job ? (await GetVersionAsync(job.Version!.Value)).Promotion : null);
        Assert.Equal(4, await FindServedAsync());
    }

    [Fact]
    public async Task Version_of_other_data_and_an_import_do_not_serve()
    {
        await RunAsync(Poor);
        await SetAsync("ifBetter");
        var (file, _) = await service.DownloadAsync($"/api/models/{model}/versions/1/download?format=safetensors");
        await RunAsync(new JobSpec { Dataset = "polynomial", Training = new TrainingSpec { Epochs = 1, Device = "cpu" } });
        await service.ImportAsync(file, ("name", model));

        Assert.Equal(1, await FindServedAsync());
        Assert.Equal((PromotionOutcome.OtherData, PromotionOutcome.Imported),
            ((await GetVersionAsync(2)).Promotion!.Outcome, (await GetVersionAsync(3)).Promotion!.Outcome));
    }

    [Fact]
    public async Task Unknown_setting_is_an_error_of_its_field()
    {
        await RunAsync(Poor);

        var problem = (await service.SendJsonAsync(HttpMethod.Patch, $"/api/models/{model}", """{ "promote": "sometimes" }"""))
            .ShouldBeProblem(System.Net.HttpStatusCode.BadRequest);

        Assert.Contains("promote", problem.Errors!.Keys);
    }

    private Task<Job> RunAsync(JobSpec spec) => service.RunJobAsync(spec with { Model = model });

    private Task<ApiResponse> SetAsync(string rule) =>
        service.SendJsonAsync(HttpMethod.Patch, $"/api/models/{model}", $$"""{ "promote": "{{rule}}" }""");

    private Task<Model> GetModelAsync() => service.GetAsync<Model>($"/api/models/{model}");

    private Task<ModelVersion> GetVersionAsync(int version) => service.GetAsync<ModelVersion>($"/api/models/{model}/versions/{version}");

    private async Task<int?> FindServedAsync() => (await GetModelAsync()).Serves;
}
