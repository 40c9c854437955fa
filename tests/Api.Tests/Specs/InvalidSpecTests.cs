using System.Net;
using LearnML.Api.Tests.Hosting;

namespace LearnML.Api.Tests.Specs;

public sealed class InvalidSpecTests(SharedFixture fixture)
{
    private readonly Service service = fixture.Service;

    [Theory]
    [InlineData("colour", """ "colour": "red" """)]
    [InlineData("Dataset", """ "Dataset": "glyphs" """)]
    [InlineData("network.depth", """ "network": { "depth": 3 } """)]
    [InlineData("network.initialization.mean", """ "network": { "initialization": { "mean": 0 } } """)]
    [InlineData("optimizer.rate", """ "optimizer": { "rate": 0.1 } """)]
    [InlineData("training.gpu", """ "training": { "gpu": true } """)]
    [InlineData("validation.share", """ "validation": { "share": 5 } """)]
    public Task Unknown_field_is_named_by_its_path(string field, string part) => AssertRefusedAsync(field, part, "is not a known field");

    [Theory]
    [InlineData("lr", """ "lr": 0.1 """, "optimizer.learningRate")]
    [InlineData("learning_rate", """ "learning_rate": 0.1 """, "optimizer.learningRate")]
    [InlineData("batch_size", """ "batch_size": 3 """, "training.batchSize")]
    [InlineData("hidden_layers", """ "hidden_layers": [3] """, "network.hidden")]
    [InlineData("hidden_layer_sizes", """ "hidden_layer_sizes": [3] """, "network.hidden")]
    [InlineData("epochs", """ "epochs": 3 """, "training.epochs")]
    [InlineData("max_iter", """ "max_iter": 3 """, "training.epochs")]
    [InlineData("validation_split", """ "validation_split": 0.2 """, "validation.holdout")]
    [InlineData("plr_sigma", """ "plr_sigma": 0.2 """, "network.periodicEmbedding.std")]
    [InlineData("embedding_size", """ "embedding_size": 8 """, "network.categoryEmbedding.outputs")]
    [InlineData("dropout", """ "dropout": 0.2 """, "network.dropout")]
    [InlineData("trainin", """ "trainin": {} """, "training")]
    [InlineData("optimizer.lr", """ "optimizer": { "lr": 0.1 } """, "optimizer.learningRate")]
    [InlineData("optimizer.momentun", """ "optimizer": { "momentun": 0.1 } """, "optimizer.momentum")]
    [InlineData("optimizer.type", """ "optimizer": { "type": "adam" } """, "optimizer.kind")]
    [InlineData("network.layers[0].units", """ "network": { "layers": [{ "units": 3 }] } """, "network.layers[0].linear")]
    [InlineData("network.layers[0].out_features", """ "network": { "layers": [{ "out_features": 3 }] } """, "network.layers[0].linear")]
    [InlineData("network.copie", """ "network": { "copie": 8 } """, "network.copies")]
    [InlineData("network.tabm", """ "network": { "tabm": 8 } """, "network.copies")]
    [InlineData("training.learningRate", """ "training": { "learningRate": 0.1 } """, "optimizer.learningRate")]
    public Task Field_of_another_library_or_place_is_answered_with_ours(string field, string part, string meant) =>
        AssertRefusedAsync(field, part, $"is not a known field; did you mean '{meant}'?");

    [Theory]
    [InlineData("optimizer", """ "optimizer": "adam" """, """{"kind": "adam"}""")]
    [InlineData("training.epochs", """ "training": { "epochs": 99999999999 } """, "must be a whole number, 1 to 100000")]
    [InlineData("training.batchSize", """ "training": { "batchSize": 1e12 } """, "must be a whole number, 1 to 1048576")]
    [InlineData("validation.folds", """ "validation": { "folds": "five" } """, "must be a whole number of at least 2")]
    public Task Value_that_cannot_be_read_is_answered_with_the_real_limits(string field, string part, string reason) =>
        AssertRefusedAsync(field, part, reason);

    [Theory]
    [InlineData("target", """ "target": "price" """, "must be label")]
    [InlineData("network.activation", """ "network": { "activation": "swish" } """, "relu, sigmoid, tanh")]
    [InlineData("network.activation", """ "network": { "activation": 1 } """, "relu, sigmoid, tanh")]
    [InlineData("network.initialization.kind", """ "network": { "initialization": { "kind": "magic" } } """, "default, normal")]
    [InlineData("optimizer.kind", """ "optimizer": { "kind": "magic" } """, "sgd")]
    [InlineData("training.device", """ "training": { "device": "cuda:99" } """, "'cuda:99' is not available")]
    [InlineData("training.device", """ "training": { "device": "tpu" } """, "cpu")]
    [InlineData("training.device", """ "training": { "device": "" } """, "is not available")]
    public Task Unknown_value_is_rejected_with_the_known_ones(string field, string part, string reason) => AssertRefusedAsync(field, part, reason);

    [Theory]
    [InlineData("network.dropout[0]", """ "network": { "dropout": 1 } """)]
    [InlineData("network.dropout[0]", """ "network": { "dropout": -0.1 } """)]
    [InlineData("network.dropout[1]", """ "network": { "hidden": [8, 8], "dropout": [0.5, 1.5] } """)]
    [InlineData("network.dropout[0]", """ "network": { "dropout": 1e999 } """)]
    [InlineData("optimizer.momentum", """ "optimizer": { "momentum": 1 } """)]
    [InlineData("optimizer.momentum", """ "optimizer": { "momentum": -0.5 } """)]
    public Task Rate_must_be_at_least_0_and_below_1(string field, string part) => AssertRefusedAsync(field, part, "must be at least 0 and below 1");

    [Theory]
    [InlineData(""" "network": { "hidden": [8, 8, 8], "dropout": [0.1, 0.2] } """, "one for each of the 3 hidden layers")]
    [InlineData(""" "network": { "hidden": [8], "dropout": [0.1, 0.2] } """, "one for each of the 1 hidden layers")]
    [InlineData(""" "network": { "hidden": [], "dropout": 0.1 } """, "needs a hidden layer")]
    public Task Dropout_must_have_one_rate_or_one_per_hidden_layer(string part, string reason) => AssertRefusedAsync("network.dropout", part, reason);

    [Theory]
    [InlineData("network.hidden[0]", """ "network": { "hidden": [0] } """)]
    [InlineData("network.hidden[1]", """ "network": { "hidden": [8, -1] } """)]
    [InlineData("training.epochs", """ "training": { "epochs": 0 } """)]
    [InlineData("training.epochs", """ "training": { "epochs": -3 } """)]
    [InlineData("training.epochs", """ "training": { "epochs": 100001 } """)]
    [InlineData("training.batchSize", """ "training": { "batchSize": 0 } """)]
    [InlineData("training.batchSize", """ "training": { "batchSize": 1048577 } """)]
    [InlineData("optimizer.learningRate", """ "optimizer": { "learningRate": 0 } """)]
    [InlineData("optimizer.learningRate", """ "optimizer": { "learningRate": -0.1 } """)]
    [InlineData("optimizer.learningRate", """ "optimizer": { "learningRate": 1e999 } """)]
    [InlineData("optimizer.weightDecay", """ "optimizer": { "weightDecay": -1 } """)]
    [InlineData("network.initialization.std", """ "network": { "initialization": { "kind": "normal", "std": 0 } } """)]
    [InlineData("network.initialization.std", """ "network": { "initialization": { "kind": "normal", "std": 1e999 } } """)]
    [InlineData("validation.holdout", """ "validation": { "holdout": 0 } """)]
    [InlineData("validation.holdout", """ "validation": { "holdout": 1 } """)]
    [InlineData("validation.holdout", """ "validation": { "holdout": -0.2 } """)]
    public Task Value_outside_its_range_is_rejected(string field, string part) => AssertRefusedAsync(field, part, "must be");

    [Theory]
    [InlineData("network.hidden", """ "network": { "hidden": 64 } """, "a list of whole numbers")]
    [InlineData("network.hidden", """ "network": { "hidden": [1.5] } """, "a list of whole numbers")]
    [InlineData("network.hidden", """ "network": { "hidden": [3000000000] } """, "a list of whole numbers")]
    [InlineData("network.dropout", """ "network": { "dropout": "half" } """, "a number or a list of numbers")]
    [InlineData("network.dropout", """ "network": { "dropout": [0.1, "NaN"] } """, "a number or a list of numbers")]
    [InlineData("network", """ "network": [] """, "a JSON object")]
    [InlineData("network", """ "network": 3 """, "a JSON object")]
    [InlineData("optimizer.learningRate", """ "optimizer": { "learningRate": "NaN" } """, "a number")]
    [InlineData("training.epochs", """ "training": { "epochs": 2.5 } """, "a whole number")]
    [InlineData("training.epochs", """ "training": { "epochs": "ten" } """, "a whole number")]
    [InlineData("training.seed", """ "training": { "seed": 1e30 } """, "a whole number of 64 bits")]
    [InlineData("training.device", """ "training": { "device": 0 } """, "a string")]
    [InlineData("validation.testPart", """ "validation": { "testPart": "yes" } """, "true or false")]
    public Task Value_of_another_type_is_rejected(string field, string part, string reason) => AssertRefusedAsync(field, part, reason);

    [Theory]
    [InlineData("")]
    [InlineData("Fashion")]
    [InlineData("../../etc")]
    [InlineData("a b")]
    [InlineData("-a")]
    [InlineData("modèle")]
    [InlineData("a\\n")]
    [InlineData("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa")]
    public Task Invalid_model_name_is_rejected(string name) => AssertRefusedAsync("model", $""" "model": "{name}" """, "must be 1 to 63");

    [Fact]
    public Task Holdout_and_test_part_cannot_be_combined() =>
        AssertRefusedAsync("validation",
            """ "validation": { "holdout": 0.1, "testPart": true } """, "can have only one of holdout, testPart and folds");

    [Theory]
    [InlineData(""" "validation": { "keep": "bestOfOtherFolds" } """, "which needs validation.folds")]
    [InlineData(""" "validation": { "folds": 3, "keep": "last" }, "training": { "earlyStopping": {} } """, "must not be last")]
    public Task Kept_epoch_must_fit_the_rest(string parts, string reason) => AssertRefusedAsync("validation.keep", parts, reason);

    [Fact]
    public Task Standard_deviation_requires_the_normal_distribution() =>
        AssertRefusedAsync("network.initialization.std", """ "network": { "initialization": { "kind": "default", "std": 0.1 } } """, "normal");

    [Fact]
    public Task Network_that_does_not_fit_in_memory_is_rejected_with_its_size() =>
        AssertRefusedAsync("network",
            """ "network": { "hidden": [2000000000, 2000000000] } """, "has 4,000,001,592,000,000,010 parameters and needs");

    [Fact]
    public Task Network_with_too_many_layers_is_rejected() => AssertRefusedAsync(
        "network.hidden", $$""" "network": { "hidden": [{{string.Join(',', Enumerable.Repeat(1, 1001))}}] } """, "at most 1000 layers");

    [Fact]
    public async Task Unknown_dataset_is_rejected_with_the_known_ones()
    {
        var problem = (await service.PostAsync("/api/jobs", """{ "dataset": "cats" }""")).ShouldBeProblem(HttpStatusCode.BadRequest);

        Assert.Equal(["dataset"], problem.Fields);
        Assert.Contains("'cats' does not exist; the datasets are fashion-mnist, glyphs", problem.GetErrors("dataset"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{}", "is required")]
    [InlineData("""{ "dataset": null }""", "must be a string")]
    [InlineData("""{ "dataset": 7 }""", "must be a string")]
    public async Task Dataset_is_required(string body, string reason)
    {
        var problem = (await service.PostAsync("/api/jobs", body)).ShouldBeProblem(HttpStatusCode.BadRequest);

        Assert.Equal(["dataset"], problem.Fields);
        Assert.Equal(reason, problem.GetErrors("dataset"));
    }

    [Fact]
    public async Task All_errors_are_reported_at_once()
    {
        var problem = (await service.PostAsync("/api/jobs", """
            {
              "dataset": "cats",
              "model": "Not Plain",
              "colour": "red",
              "network": { "hidden": [0, 8], "activation": "swish", "dropout": [0.1, 2], "depth": 3, "initialization": { "std": -1 } },
              "optimizer": { "learningRate": 0, "momentum": "big", "weightDecay": -1 },
              "training": { "epochs": 0, "batchSize": 0, "seed": 0.5, "device": "tpu" },
              "validation": { "holdout": 2, "testPart": true }
            }
            """)).ShouldBeProblem(HttpStatusCode.BadRequest);

        Assert.Equal(
            [
                "colour", "dataset", "model", "network.activation", "network.depth", "network.dropout[1]", "network.hidden[0]",
                "network.initialization.std", "optimizer.learningRate", "optimizer.momentum", "optimizer.weightDecay", "training.batchSize",
                "training.device", "training.epochs", "training.seed", "validation", "validation.holdout",
            ],
            problem.Fields);
    }

    [Theory]
    [InlineData("")]
    [InlineData(""" "dataset": 7, """)]
    [InlineData(""" "dataset": "cats", """)]
    public async Task Other_fields_are_checked_without_a_dataset(string dataset)
    {
        var problem = (await service.PostAsync("/api/jobs", $$"""
            {
              {{dataset}}
              "model": "Not Plain",
              "network": { "hidden": [2000000000, 2000000000], "activation": "swish", "depth": 3, "dropout": [0.1, 0.2, 0.3] },
              "optimizer": { "momentum": 2 }
            }
            """)).ShouldBeProblem(HttpStatusCode.BadRequest);

        Assert.Equal(["dataset", "model", "network", "network.activation", "network.depth", "network.dropout", "optimizer.momentum"], problem.Fields);
    }

    private async Task AssertRefusedAsync(string field, string part, string reason)
    {
        var problem = (await service.PostAsync("/api/jobs", $$"""{ "dataset": "glyphs", {{part}} }""")).ShouldBeProblem(HttpStatusCode.BadRequest);

        Assert.Equal([field], problem.Fields);
        Assert.Contains(reason, problem.GetErrors(field), StringComparison.Ordinal);
    }
}
