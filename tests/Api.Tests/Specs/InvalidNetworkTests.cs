using System.Net;
using LearnML.Api.Tests.Hosting;
using LearnML.Contracts;

namespace LearnML.Api.Tests.Specs;

/// <summary>Invalid networks, optimizers, schedules and trainings are rejected with the paths of their errors.</summary>
public sealed class InvalidNetworkTests(SharedFixture fixture)
{
    private readonly Service service = fixture.Service;

    [Theory]
    [InlineData("network.layers[0]", "{}", "must have exactly one of")]
    [InlineData("network.layers[0]", """{ "linear": 8, "dropout": 0.1 }""", "must have exactly one of")]
    [InlineData("network.layers[0].linear", """{ "linear": 0 }""", "must be at least 1")]
    [InlineData("network.layers[0].linear", """{ "linear": "8" }""", "must be a whole number")]
    [InlineData("network.layers[0].size", """{ "linear": 8, "size": 3 }""", "is not a known field")]
    [InlineData("network.layers[0].activation", """{ "activation": "swish" }""", "leakyRelu, prelu")]
    [InlineData("network.layers[0].dropout", """{ "dropout": 1 }""", "below 1")]
    [InlineData("network.layers[0].normalization", """{ "normalization": "none" }""", "must be batch or layer")]
    [InlineData("network.layers[0].repeat", """{ "linear": 8, "repeat": 2 }""", "only applies to block")]
    [InlineData("network.layers[0].residual", """{ "linear": 8, "residual": true }""", "only applies to block")]
    [InlineData("network.layers[0].parametric", """{ "linear": 8, "parametric": 1 }""", "only applies to activation")]
    [InlineData("network.layers[0].parametric", """{ "activation": "prelu", "parametric": 1 }""", "does not apply to prelu")]
    [InlineData("network.layers[0].copies", """{ "copies": 1 }""", "must be 2 to 256")]
    [InlineData("network.layers[0].block[0].copies", """{ "block": [{ "copies": 4 }, { "linear": 8 }] }""", "cannot be in a block")]
    [InlineData("network.layers[0].share", """{ "block": [{ "linear": 8 }], "share": "a" }""", "only applies to linear")]
    [InlineData("network.layers[0].share", """{ "linear": 8, "share": "" }""", "must have 1 to 100 characters")]
    [InlineData("network.layers[0].frozen", """{ "activation": "prelu", "frozen": true }""",
        "only applies to linear, normalization, scale, copies and block")]
    [InlineData("network.layers[0].block", """{ "block": [] }""", "must have at least one layer")]
    [InlineData("network.layers[0].block[1].activation",
        """{ "block": [{ "linear": 8 }, { "activation": "prelu" }], "frozen": true }""", "frozen block")]
    [InlineData("network.layers[0].residual", """{ "block": [{ "linear": 8 }], "residual": true }""", "would add 784 inputs to 8 outputs")]
    [InlineData("network.layers[1].residual",
        """{ "linear": 4 }, { "block": [{ "linear": 8 }], "residual": true }""", "would add 4 inputs to 8 outputs")]
    [InlineData("network.layers[1].linear",
        """{ "linear": 8, "share": "a" }, { "linear": 8, "share": "a" }""", "maps 784 to 8, but here it would map 8 to 8")]
    [InlineData("network.layers[2].linear",
        """{ "linear": 8 }, { "linear": 8, "share": "a" }, { "linear": 4, "share": "a" }""", "maps 8 to 8, but here it would map 8 to 4")]
    [InlineData("network.layers[2].share",
        """{ "linear": 8 }, { "linear": 8, "share": "a", "frozen": true }, { "linear": 8, "share": "a" }""", "frozen in one use")]
    [InlineData("network.layers[1].block[0].linear",
        """{ "linear": 8 }, { "block": [{ "linear": 4, "share": "a" }], "repeat": 2 }""", "maps 8 to 4, but here it would map 4 to 4")]
    [InlineData("network.layers", """{ "block": [{ "block": [{ "linear": 8 }], "repeat": 1000 }], "repeat": 1000 }""", "at most 1000 layers")]
    [InlineData("network.layers[0].initialization.std",
        """{ "linear": 8, "initialization": { "kind": "xavierNormal", "std": 1 } }""", "only applies to the kind normal")]
    public Task Invalid_layer_is_rejected(string field, string layers, string reason) =>
        AssertRefusedAsync(field, $$"""{ "layers": [{{layers}}] }""", "network", reason);

    [Theory]
    [InlineData("network.hidden", """{ "layers": [{ "linear": 8 }], "hidden": [8] }""", "cannot be used together with layers")]
    [InlineData("network.parametricActivation", """{ "layers": [{ "linear": 8 }], "parametricActivation": 1 }""", "cannot be used together")]
    [InlineData("network.parametricActivation", """{ "hidden": [8], "activation": "identity", "parametricActivation": 1 }""", "nor to identity")]
    [InlineData("network.copies", """{ "layers": [{ "linear": 8 }], "copies": 4 }""", "cannot be used together with layers")]
    [InlineData("network.layers[1].copies", """{ "layers": [{ "copies": 4 }, { "copies": 4 }, { "linear": 8 }] }""", "appears twice")]
    [InlineData("network.layers[1].copies", """{ "layers": [{ "linear": 8 }, { "copies": 4 }] }""", "before the first linear layer")]
    [InlineData("network.copies", """{ "copies": 257 }""", "must be 2 to 256")]
    [InlineData("network.dropout", """{ "layers": [{ "linear": 8 }], "dropout": 0.1 }""", "cannot be used together with layers")]
    [InlineData("network.periodicEmbedding", """{ "periodicEmbedding": {} }""", "only applies to tables")]
    [InlineData("network.categoryEmbedding", """{ "categoryEmbedding": {} }""", "only applies to tables")]
    [InlineData("network.categoryDropout", """{ "categoryDropout": 0.1 }""", "only applies to tables")]
    [InlineData("network.periodicEmbeding", """{ "periodicEmbeding": {} }""", "did you mean 'network.periodicEmbedding'?")]
    [InlineData("network.layers[0]", """{ "layers": [8] }""", "must be a JSON object")]
    [InlineData("network.layers[0]", """{ "layers": [null, { "linear": 4 }] }""", "must be a JSON object")]
    [InlineData("network.layers[0].block[1]", """{ "layers": [{ "block": [{ "linear": 4 }, null] }] }""", "must be a JSON object")]
    [InlineData("network.initialization.value", """{ "initialization": { "kind": "constant" } }""", "is required")]
    [InlineData("network.initialization.low", """{ "initialization": { "kind": "uniform", "low": 1 } }""", "must be below high")]
    [InlineData("network.initialization.bias.kind", """{ "initialization": { "bias": { "kind": "xavierNormal" } } }""", "must be one of default")]
    public Task Invalid_network_is_rejected(string field, string network, string reason) =>
        AssertRefusedAsync(field, network, "network", reason);

    [Theory]
    [InlineData("optimizer.nesterov", """{ "nesterov": true }""", "with a momentum")]
    [InlineData("optimizer.neuralTangent", """{ "kind": "adadelta", "neuralTangent": true }""", "does not apply to the kind adadelta")]
    [InlineData("optimizer.weightDecay", """{ "kind": "adam", "neuralTangent": true, "weightDecay": 1 }""", "needs the kind adamW")]
    [InlineData("optimizer.clipNorm", """{ "clipNorm": 0 }""", "must be above 0")]
    [InlineData("optimizer.clipValue", """{ "clipNorm": 1, "clipValue": 1 }""", "cannot be used together with clipNorm")]
    [InlineData("optimizer.schedule.warmUpEpochs", """{ "schedule": { "warmUpEpochs": 10 } }""", "must be below 10, the epochs of the run")]
    [InlineData("optimizer.schedule.warmUpEpochs", """{ "schedule": { "kind": "oneCycle", "warmUpEpochs": 1 } }""", "has its own warm-up")]
    [InlineData("optimizer.schedule.stepEpochs", """{ "schedule": { "kind": "step" } }""", "is required")]
    [InlineData("optimizer.schedule.stepEpochs", """{ "schedule": { "kind": "step", "stepEpochs": 10 } }""", "must be below 10")]
    [InlineData("optimizer.schedule.stepEpochs", """{ "schedule": { "kind": "step", "stepEpochs": 7, "warmUpEpochs": 3 } }""",
        "must be below 7, the epochs of the run after its warm-up")]
    [InlineData("optimizer.schedule.patience",
        """{ "schedule": { "kind": "plateau", "patience": 10 } }""", "must be below 10, the epochs of the run")]
    [InlineData("optimizer.schedule.patience", """{ "schedule": { "kind": "plateau", "patience": 5, "warmUpEpochs": 5 } }""",
        "must be below 5, the epochs of the run after its warm-up")]
    [InlineData("optimizer.schedule.patience",
        """{ "schedule": { "kind": "plateau" } }""", "must be below 10, the epochs of the run; its default is 10")]
    [InlineData("optimizer.schedule.warmUpEpochs",
        """{ "schedule": { "kind": "step", "stepEpochs": 3, "warmUpEpochs": 30 } }""", "must be below 10, the epochs of the run")]
    [InlineData("optimizer.schedule.factor", """{ "schedule": { "kind": "cosine", "factor": 0.5 } }""", "only applies to the kinds step and plateau")]
    [InlineData("optimizer.schedule.patience", """{ "schedule": { "patience": 3 } }""", "only applies to the kind plateau")]
    [InlineData("optimizer.schedule.minimum",
        """{ "learningRate": 0.1, "schedule": { "kind": "cosine", "minimum": 0.1 } }""", "below the learning rate")]
    public Task Invalid_optimizer_is_rejected(string field, string optimizer, string reason) =>
        AssertRefusedAsync(field, optimizer, "optimizer", reason);

    [Theory]
    [InlineData("training.labelSmoothing", """{ "labelSmoothing": 1 }""", "below 1")]
    [InlineData("training.timeBudgetSeconds", """{ "timeBudgetSeconds": 0 }""", "must be above 0")]
    [InlineData("training.earlyStopping.patience", """{ "earlyStopping": { "patience": 0 } }""", "must be at least 1")]
    [InlineData("training.earlyStopping.patience",
        """{ "earlyStopping": { "patience": 10 } }""", "must be at least 1 and below 10, the epochs of the run")]
    [InlineData("training.earlyStopping.patience", """{ "epochs": 1, "earlyStopping": { "patience": 1 } }""", "below 1, the epochs of the run")]
    [InlineData("training.earlyStopping.metric", """{ "earlyStopping": { "metric": "rmse" } }""", "must be loss or accuracy")]
    [InlineData("training.precision", """{ "precision": "float16" }""", "float32, bfloat16")]
    public Task Invalid_training_is_rejected(string field, string training, string reason) =>
        AssertRefusedAsync(field, training, "training", reason);

    [Fact]
    public async Task All_errors_are_reported_at_once()
    {
        var problem = (await service.PostAsync("/api/jobs", """
            {
              "dataset": "glyphs",
              "network": { "hidden": [8], "layers": [{ "linear": 4 }, { "block": [{ "linear": 8 }], "residual": true }, { "dropout": 2 }] },
              "optimizer": { "nesterov": true, "schedule": { "warmUpEpochs": 50 } },
              "training": { "earlyStopping": { "patience": 0 } },
              "validation": { "keep": "last" }
            }
            """)).ShouldBeProblem(HttpStatusCode.BadRequest);

        Assert.Equal(
            [
                "network.hidden", "network.layers[1].residual", "network.layers[2].dropout", "optimizer.nesterov",
                "optimizer.schedule.warmUpEpochs", "training.earlyStopping.patience", "validation.keep",
            ],
            problem.Fields);
    }

    [Fact]
    public async Task Errors_between_parts_are_reported_at_once_and_no_job_is_created()
    {
        var problem = (await service.PostAsync("/api/jobs", """
            {
              "dataset": "glyphs",
              "model": "contradiction",
              "network": {
                "hidden": [8],
                "layers": [
                  { "linear": 8, "share": "a" }, { "linear": 4, "share": "a" },
                  { "block": [{ "linear": 8 }, { "activation": "prelu" }], "frozen": true }
                ]
              },
              "optimizer": { "schedule": { "kind": "step", "stepEpochs": 20, "warmUpEpochs": 12 } },
              "training": { "epochs": 10, "earlyStopping": { "patience": 3 } },
              "validation": { "holdout": 0 }
            }
            """)).ShouldBeProblem(HttpStatusCode.BadRequest);

        Assert.Equal(
            [
                "network.hidden", "network.layers[1].linear", "network.layers[2].block[1].activation", "optimizer.schedule.stepEpochs",
                "optimizer.schedule.warmUpEpochs", "training.earlyStopping.patience", "validation.holdout",
            ],
            problem.Fields);
        Assert.Contains("784 to 8, but here it would map 8 to 4", problem.GetErrors("network.layers[1].linear"), StringComparison.Ordinal);
        Assert.Contains("needs validation rows", problem.GetErrors("training.earlyStopping.patience"), StringComparison.Ordinal);
        Assert.DoesNotContain((await service.GetAsync<Page<Job>>("/api/jobs")).Items, job => job.Model == "contradiction");
    }

    private async Task AssertRefusedAsync(string field, string part, string name, string reason)
    {
        var problem = (await service.PostAsync("/api/jobs", $$"""{ "dataset": "glyphs", "{{name}}": {{part}} }"""))
            .ShouldBeProblem(HttpStatusCode.BadRequest);

        Assert.Equal([field], problem.Fields);
        Assert.Contains(reason, problem.GetErrors(field), StringComparison.Ordinal);
    }
}
