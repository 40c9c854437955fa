using System.Globalization;
using System.Net;
using System.Text.RegularExpressions;
using LearnML.Api.Tests.Hosting;
using LearnML.Contracts;

namespace LearnML.Api.Tests.Jobs;

/// <summary>Jobs that search, from the spec to the predictions of the best trial.</summary>
[Collection(JobServiceCollection.Name)]
public sealed class SearchJobTests(ServiceFixture fixture)
{
    private const string Space = """
        "optimizer.learningRate": { "logUniform": [0.001, 0.1] }, "network.hidden": { "choice": [[4], [16, 16]] },
        "network.copies": { "choice": [null, 2] }
        """;

    private readonly Service service = fixture.Service;

    [Fact]
    public async Task Best_trial_of_a_table_is_tested_on_rows_that_no_trial_saw()
    {
        await service.UploadAsync(Csv, ("name", "sums"));

        var job = await RunAsync($$"""
            { "dataset": "sums", "target": "y", "network": {}, "training": { "epochs": 4, "batchSize": 32 },
              "search": { "trials": 6, "space": { {{Space}} } } }
            """);

        Assert.True(job.State == JobState.Succeeded, job.Error);
        Assert.Equal(0.2, job.Spec.Validation.TestFraction);
        var report = await service.GetAsync<Report>($"/api/jobs/{job.Id}/report");
        Assert.NotNull(report.Test);
        var best = report.Search!.Trials[report.Search.Best - 1];
        Assert.Equal(report.Search.Trials.Min(trial => trial.Score), best.Score);
        Assert.Equal(best.Score!.Value, report.Validation!.Loss, 1e-5);

        Assert.Equal(report.Search.Trials.Select(trial => trial.Score),
            (await service.Client.Jobs.GetTrialsAsync(job.Id, TestContext.Current.CancellationToken)).Select(trial => trial.Score));
        var epochs = await service.GetAsync<IReadOnlyList<EpochMetrics>>($"/api/jobs/{job.Id}/metrics");
        Assert.Equal(Enumerable.Range(1, 6), epochs.Select(epoch => epoch.Trial!.Value).Distinct().Order());
        Assert.All(epochs.GroupBy(epoch => epoch.Trial), trial => Assert.Equal(
            report.Search.Trials[trial.Key!.Value - 1].Score!.Value, trial.Min(epoch => epoch.Validation!.Loss), 1e-5));

        Assert.Contains("trial_6/loss/validation", (await service.GetAsync($"/api/jobs/{job.Id}/tensorboard")).Body, StringComparison.Ordinal);

        var version = await service.GetAsync<ModelVersion>($"/api/models/sums/versions/{job.Version}");
        Assert.Equal(best.Values["optimizer.learningRate"].GetDouble(), version.Spec!.Optimizer.LearningRate);
        Assert.Null(version.Spec.Search);
        var predicted = await service.PostAsync("/api/models/sums/predict", """{ "rows": [{ "a": 1, "b": 2 }] }""");
        Assert.Equal(HttpStatusCode.OK, predicted.Status);
    }

    [Fact]
    public async Task The_mean_absolute_error_chooses_the_trial_and_the_epoch()
    {
        await service.UploadAsync(Csv, ("name", "absolute"));

        var job = await RunAsync("""
            { "dataset": "absolute", "target": "y", "network": {},
              "training": { "epochs": 6, "batchSize": 32, "earlyStopping": { "metric": "mae", "patience": 5 } },
              "search": { "objective": "mae", "trials": 5, "space": { "optimizer.learningRate": { "logUniform": [0.001, 0.3] } } } }
            """);

        Assert.True(job.State == JobState.Succeeded, job.Error);
        var report = await service.GetAsync<Report>($"/api/jobs/{job.Id}/report");
        var best = report.Search!.Trials[report.Search.Best - 1];
        Assert.Equal(report.Search.Trials.Min(trial => trial.Score), best.Score);
        Assert.Equal(best.Score!.Value, report.Validation!.Mae!.Value, 1e-4);
        var epochs = await service.GetAsync<IReadOnlyList<EpochMetrics>>($"/api/jobs/{job.Id}/metrics");
        Assert.Equal(epochs.Min(epoch => epoch.Validation!.Mae!.Value), best.Score.Value, 1e-4);
        Assert.Contains("lowest mean absolute error", report.EpochReason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Trials_are_listed_while_the_search_runs()
    {
        var job = await StartAsync("""
            { "dataset": "glyphs", "training": { "epochs": 30000 }, "network": { "hidden": [4] },
              "search": { "algorithm": "grid", "space": { "network.hidden": { "choice": [[4], [8], [5]] } } } }
            """);
        await service.WaitForJobAsync(job, each => each.Epoch >= 2);

        var running = await service.GetAsync<IReadOnlyList<SearchTrial>>($"/api/jobs/{job}/trials");
        await service.PostAsync($"/api/jobs/{job}/stop", "");
        var ended = await service.WaitForEndAsync(job);

        Assert.Equal([TrialState.Running, TrialState.Waiting, TrialState.Waiting], running.Select(trial => trial.State));
        Assert.True(running[0] is { Score: > 0, Epoch: >= 1 });
        Assert.Equal(JobState.Stopped, ended.State);
        Assert.Equal([TrialState.Finished, TrialState.Skipped, TrialState.Skipped],
            (await service.GetAsync<IReadOnlyList<SearchTrial>>($"/api/jobs/{job}/trials")).Select(trial => trial.State));
    }

    // Both trials are in one stack. The second one diverges in its first epoch.
    [Fact]
    public async Task A_trial_that_diverges_is_told_while_others_run_and_a_cancelled_one_is_not_finished()
    {
        var job = await StartAsync("""
            { "dataset": "glyphs", "training": { "epochs": 30000 }, "network": { "hidden": [4] },
              "search": { "algorithm": "grid", "space": { "optimizer.learningRate": { "choice": [0.01, 1e30] } } } }
            """);
        await service.WaitForJobAsync(job, each => each.Epoch >= 3);

        var running = await GetStatesAsync(job);
        await service.PostAsync($"/api/jobs/{job}/cancel", "");
        await service.WaitForEndAsync(job);

        Assert.Equal([TrialState.Running, TrialState.Diverged], running);
        Assert.Equal([TrialState.Cancelled, TrialState.Diverged], await GetStatesAsync(job));
    }

    // Both trials are in one stack, and the second one has the smaller patience.
    [Fact]
    public async Task A_trial_that_stops_early_is_finished_while_others_run()
    {
        var job = await StartAsync("""
            { "dataset": "glyphs", "network": { "hidden": [4] }, "optimizer": { "learningRate": 1 },
              "training": { "epochs": 30000, "earlyStopping": { "patience": 29999 } },
              "search": { "algorithm": "grid", "space": { "training.earlyStopping.patience": { "choice": [29999, 1] } } } }
            """);

        var trials = await Deadline.UntilAsync(
            () => service.GetAsync<IReadOnlyList<SearchTrial>>($"/api/jobs/{job}/trials"), list => list[1].State == TrialState.Finished);
        await service.PostAsync($"/api/jobs/{job}/cancel", "");

        Assert.Equal(TrialState.Running, trials[0].State);
        var epochs = (await service.GetMetricsAsync(job)).Where(epoch => epoch.Trial == 2).ToArray();
        Assert.Equal(epochs.MinBy(epoch => epoch.Validation!.Loss)!.Epoch, trials[1].Epoch);
        Assert.Equal(epochs.Min(epoch => epoch.Validation!.Loss), trials[1].Score);
        Assert.Equal(trials[1].Epoch + 1, epochs[^1].Epoch);
    }

    [Fact]
    public async Task Trials_of_a_search_that_diverged_are_diverged()
    {
        var job = await RunAsync("""
            { "dataset": "glyphs", "training": { "epochs": 3 }, "network": { "hidden": [4] },
              "search": { "algorithm": "grid", "space": { "optimizer.learningRate": { "choice": [2e30, 1e30] } } } }
            """);

        Assert.Equal(JobState.Failed, job.State);
        Assert.Equal([TrialState.Diverged, TrialState.Diverged], await GetStatesAsync(job.Id));
    }

    // A trial of few epochs has a stack of its own. Kept are the state, the score and the epoch, also over a crash.
    [Fact]
    public async Task Trials_keep_their_states_over_a_crash()
    {
        using var data = new TemporaryFolder();
        IReadOnlyList<SearchTrial> before;
        Guid id;
        await using (var first = await Service.StartProcessAsync(data, null, "--LearnML:CheckpointEpochs=1"))
        {
            id = (await first.PostAsync("/api/jobs", """
                { "dataset": "glyphs", "network": { "hidden": [4] }, "training": { "device": "cpu" },
                  "search": { "algorithm": "grid", "space": { "training.epochs": { "choice": [2, 20000, 3] } } } }
                """)).Read<Job>().Id;
            await first.WaitForJobAsync(id, each => each.LastSequence >= 4);
            before = await first.GetAsync<IReadOnlyList<SearchTrial>>($"/api/jobs/{id}/trials");
            await first.Process.KillAsync();
        }

        await using var second = await Service.StartAsync(data);
        var restarted = await second.GetAsync<IReadOnlyList<SearchTrial>>($"/api/jobs/{id}/trials");
        await second.WaitForJobAsync(id, each => each.LastSequence >= 8);
        var resumed = await second.GetAsync<IReadOnlyList<SearchTrial>>($"/api/jobs/{id}/trials");
        await second.PostAsync($"/api/jobs/{id}/stop", "");
        await second.WaitForEndAsync(id);
        var stopped = await second.GetAsync<IReadOnlyList<SearchTrial>>($"/api/jobs/{id}/trials");

        TrialState[] expected = [TrialState.Finished, TrialState.Running, TrialState.Waiting];
        Assert.Equal(expected, before.Select(trial => trial.State));
        Assert.Equal(expected, restarted.Select(trial => trial.State));
        Assert.Equal(expected, resumed.Select(trial => trial.State));
        Assert.Equal([TrialState.Finished, TrialState.Finished, TrialState.Skipped], stopped.Select(trial => trial.State));
        Assert.All([restarted, resumed, stopped], trials =>
            Assert.Equal((before[0].Score, before[0].Epoch), (trials[0].Score, trials[0].Epoch)));
    }

    [Fact]
    public async Task Halving_drops_trials_and_an_ensemble_of_others_is_the_model()
    {
        await service.UploadAsync(Csv, ("name", "halved"));

        var job = await RunAsync("""
            { "dataset": "halved", "target": "y", "network": { "hidden": [8] }, "training": { "epochs": 9, "batchSize": 32 },
              "search": { "algorithm": "halving", "trials": 12, "keep": "ensemble", "space": {
                "optimizer.kind": { "choice": ["adam", "sgd"] },
                "optimizer.momentum": { "uniform": [0.5, 0.9], "when": { "optimizer.kind": "sgd" } },
                "optimizer.learningRate": { "logUniform": [0.003, 0.03] } } } }
            """);

        Assert.True(job.State == JobState.Succeeded, job.Error);
        var report = await service.GetAsync<Report>($"/api/jobs/{job.Id}/report");
        var search = report.Search!;
        Assert.Equal(10, search.Trials.Count(trial => trial.State == TrialState.Dropped));
        Assert.All(search.Trials, trial => Assert.Equal(
            trial.Values["optimizer.kind"].GetString() == "sgd", trial.Values.ContainsKey("optimizer.momentum")));
        Assert.Equal(search.Best, search.Ensemble![0]);
        Assert.True(report.Validation!.Loss <= search.Trials[search.Best - 1].Score + 1e-5);
        var version = await service.GetAsync<ModelVersion>($"/api/models/halved/versions/{job.Version}");
        Assert.Equal(search.Ensemble.Count, version.Spec!.Network.Ensemble);
        Assert.Equal(HttpStatusCode.OK, (await service.PostAsync("/api/models/halved/predict", """{ "rows": [{ "a": 1, "b": 2 }] }""")).Status);
    }

    [Fact]
    public async Task A_job_without_a_search_has_no_trials()
    {
        var job = await StartAsync("""{ "dataset": "glyphs", "training": { "epochs": 1 } }""");

        Assert.Empty(await service.GetAsync<IReadOnlyList<SearchTrial>>($"/api/jobs/{job}/trials"));
    }

    [Theory]
    [InlineData(""" "trials": 3 """, "search.space", "must have 1 to 20 fields")]
    [InlineData(""" "trials": 0, "space": { "network.dropout": { "uniform": [0, 0.5] } } """, "search.trials", "1 to 1000")]
    [InlineData(""" "space": { "optimizer.lr": { "uniform": [0, 0.5] } } """, "search.space.optimizer.lr", "did you mean 'optimizer.learningRate'")]
    [InlineData(""" "space": { "dataset": { "choice": ["a"] } } """, "search.space.dataset", "must be the path of a field of network")]
    [InlineData(""" "space": { "training.device": { "choice": ["cpu"] } } """, "search.space.training.device", "is the same for all trials")]
    [InlineData(""" "space": { "network.dropout": { "uniform": [0.5, 0.1] } } """, "search.space.network.dropout.uniform", "the lower one first")]
    [InlineData(""" "space": { "network.dropout": { "logUniform": [0, 0.1] } } """, "search.space.network.dropout.logUniform", "above 0")]
    [InlineData(""" "space": { "network.dropout": { "uniform": [0.5, 3] } } """, "search.space.network.dropout", "below 1")]
    [InlineData(""" "space": { "network.dropout": {} } """, "search.space.network.dropout", "one of choice, uniform, logUniform and integer")]
    [InlineData(""" "space": { "network.dropout": { "range": [1, 2] } } """, "search.space.network.dropout.range", "is not a known field")]
    [InlineData(""" "space": { "training.seed": { "integer": [8, 64, 0] } } """, "search.space.training.seed.integer", "a step of at least 1")]
    [InlineData(""" "space": { "optimizer.kind": { "choice": ["adam", "magic"] } } """, "search.space.optimizer.kind", "must be one of sgd")]
    [InlineData(""" "algorithm": "grid", "space": { "network.dropout": { "uniform": [0, 0.5] } } """, "search.space.network.dropout", "in a grid")]
    [InlineData(""" "algorithm": "grid", "space": { "training.seed": { "integer": [1, 5000] } } """, "search.space", "makes 5,000 trials")]
    [InlineData(""" "trials": 900, "space": { "training.seed": { "integer": [1, 5000] } } """, "search.trials", "360,000 epochs")]
    [InlineData(""" "space": { "optimizer.learningRate": { "choice": ["NaN"] } } """, "search.space.optimizer.learningRate", "must be a number")]
    [InlineData(""" "algorithm": "halving", "space": { "training.epochs": { "integer": [1, 5] } } """, "search.space.training.epochs",
        "same for all")]
    [InlineData(""" "space": { "network.dropout": { "uniform": [0, 0.5], "when": { "optimizer.kind": "sgd" } } } """,
        "search.space.network.dropout.when.optimizer.kind", "another field of search.space")]
    [InlineData("""
        "space": { "optimizer.kind": { "choice": ["adam"] }, "network.dropout": { "uniform": [0, 0.5], "when": { "optimizer.kind": "sgd" } } }
        """, "search.space.network.dropout.when.optimizer.kind", "one of the values that optimizer.kind takes")]
    [InlineData("""
        "algorithm": "grid", "space": { "training.batchSize": { "integer": [16, 64, 16] },
        "optimizer.momentum": { "choice": [0.1, 0.5], "when": { "training.batchSize": 24 } } }
        """, "search.space.optimizer.momentum.when.training.batchSize", "one of the values that training.batchSize takes")]
    [InlineData(""" "first": [{ "dataset": 1 }], "space": { "training.seed": { "integer": [1, 5] } } """,
        "search.first[0].dataset", "path of a field")]
    [InlineData(""" "first": [{}], "space": { "training.seed": { "integer": [1, 5] } } """, "search.first[0]", "1 to 20 values")]
    [InlineData(""" "first": [null], "space": { "training.seed": { "integer": [1, 5] } } """, "search.first", "must be a JSON object")]
    [InlineData(""" "first": [{ "training.seed": 3 }, { "training.seed": 4 }], "trials": 1, "space": { "training.seed": { "integer": [1, 5] } } """,
        "search.first", "raise search.trials")]
    [InlineData(""" "first": [{ "training.seed": 3 }], "algorithm": "grid", "space": { "training.seed": { "integer": [1, 5] } } """,
        "search.first", "does not apply to a grid")]
    [InlineData(""" "first": [{ "network.dropout": 2 }], "space": { "training.seed": { "integer": [1, 5] } } """,
        "search.first[0].network.dropout", "trial 1 (network.dropout 2): network.dropout")]
    [InlineData(""" "objective": "rmse", "space": { "training.seed": { "integer": [1, 5] } } """, "search.objective", "must be loss or accuracy")]
    public async Task Search_that_cannot_run_is_refused(string search, string field, string reason)
    {
        var problem = (await service.PostAsync("/api/jobs", $$"""
            { "dataset": "glyphs", "training": { "epochs": 400 }, "search": { {{search}} } }
            """)).ShouldBeProblem(HttpStatusCode.BadRequest);

        Assert.Contains(reason, problem.GetErrors(field), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Trials_with_folds_have_one_curve_each_and_the_model_learns_all_rows()
    {
        await service.UploadAsync(Csv, ("name", "fold-sums"));

        var job = await RunAsync($$"""
            { "dataset": "fold-sums", "target": "y", "network": {}, "training": { "epochs": 5, "batchSize": 32 }, "explain": {},
              "validation": { "folds": 3, "testFraction": 0 },
              "search": { "algorithm": "halving", "trials": 6, "keep": "ensemble", "space": { {{Space}} } } }
            """);

        Assert.True(job.State == JobState.Succeeded, job.Error);
        var report = await service.GetAsync<Report>($"/api/jobs/{job.Id}/report");
        Assert.Equal(3, report.CrossValidation!.Folds.Count);
        Assert.Null(report.Test);
        Assert.Equal(["a", "b"], report.Importance!.Select(column => column.Column).Order());
        var trials = await service.GetAsync<IReadOnlyList<SearchTrial>>($"/api/jobs/{job.Id}/trials");
        Assert.Equal(6, trials.Count(trial => trial.State is TrialState.Finished or TrialState.Dropped));
        var epochs = await service.GetAsync<IReadOnlyList<EpochMetrics>>($"/api/jobs/{job.Id}/metrics");
        Assert.All(epochs, epoch => Assert.Null(epoch.Fold));
        Assert.All(trials, trial => Assert.Equal(
            trial.Score!.Value, epochs.Single(epoch => epoch.Trial == trial.Number && epoch.Epoch == trial.Epoch).Validation!.Loss, 1e-6));
        Assert.Equal([1, 2, 3, 4, 5], epochs.Where(epoch => epoch.Trial is null).Select(epoch => epoch.Epoch));
        Assert.Equal(301, (await service.GetAsync($"/api/jobs/{job.Id}/out-of-fold")).Body.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length);
    }

    // Only the rows of fold 2 have the outlier, whose steps grow with each epoch.
    [Fact]
    public async Task A_search_that_diverges_in_a_later_fold_names_this_fold()
    {
        var rows = Enumerable.Range(0, 40).Select(row => string.Create(CultureInfo.InvariantCulture,
            $"{(row == 0 ? 1e6 : (row % 7) + (row / 100.0))},{(row % 7) + (0.01 * (row % 3))}\n"));
        await service.UploadAsync("x,y\n" + string.Concat(rows), ("name", "outlier"));

        var job = await RunAsync("""
            { "dataset": "outlier", "target": "y", "network": { "hidden": [] }, "training": { "epochs": 20, "batchSize": 1 },
              "preprocessing": { "target": "none" }, "optimizer": { "kind": "sgd" },
              "validation": { "folds": 2, "assignment": "contiguous", "testFraction": 0 },
              "search": { "trials": 1, "space": { "optimizer.learningRate": { "choice": [0.3] } } } }
            """);

        Assert.Equal(JobState.Failed, job.State);
        Assert.StartsWith("The training diverged in epoch", job.Error, StringComparison.Ordinal);
        Assert.Contains("of fold 2", job.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_error_of_many_trials_is_told_once()
    {
        var problem = (await service.PostAsync("/api/jobs", """
            { "dataset": "glyphs", "search": { "space": { "network.hidden": { "integer": [16, 64] } } } }
            """)).ShouldBeProblem(HttpStatusCode.BadRequest);

        Assert.Single(Regex.Matches(problem.GetErrors("search.space.network.hidden"), "trial "));
    }

    [Fact]
    public async Task Objective_that_needs_positive_targets_is_refused_for_others()
    {
        var problem = (await service.PostAsync("/api/jobs", """
            { "dataset": "polynomial", "search": { "objective": "logRmse", "space": { "training.seed": { "integer": [1, 5] } } } }
            """)).ShouldBeProblem(HttpStatusCode.BadRequest);

        Assert.Contains("the target is not always positive", problem.GetErrors("search.objective"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task First_trials_have_the_values_that_are_given()
    {
        await service.UploadAsync(Csv, ("name", "first-sums"));

        var job = await RunAsync("""
            { "dataset": "first-sums", "target": "y", "network": { "hidden": [4] }, "training": { "epochs": 1 },
              "search": { "trials": 3, "first": [{ "optimizer.learningRate": 0.25 }, { "optimizer.learningRate": 0.5, "network.hidden": [2] }],
                "space": { "optimizer.learningRate": { "uniform": [0.01, 0.02] } } } }
            """);

        Assert.True(job.State == JobState.Succeeded, job.Error);
        var trials = await service.GetAsync<IReadOnlyList<SearchTrial>>($"/api/jobs/{job.Id}/trials");
        Assert.Equal([0.25, 0.5], trials.Take(2).Select(trial => trial.Values["optimizer.learningRate"].GetDouble()));
        Assert.Equal("[2]", trials[1].Values["network.hidden"].GetRawText());
        Assert.InRange(trials[2].Values["optimizer.learningRate"].GetDouble(), 0.01, 0.02);
    }

    // Each width is a stack of its own, so the trials follow each other.
    [Fact]
    public async Task A_stopped_search_goes_on_with_more_trials_and_another_space()
    {
        var job = await StartAsync("""
            { "dataset": "glyphs", "training": { "epochs": 20000 },
              "search": { "trials": 3, "first": [{ "network.hidden": [3] }, { "network.hidden": [5] }, { "network.hidden": [4] }],
                "space": { "optimizer.learningRate": { "uniform": [0.01, 0.02] } } } }
            """);
        await service.WaitForJobAsync(job, each => each.Epoch >= 2);
        await service.PostAsync($"/api/jobs/{job}/stop", "");
        var stopped = await service.WaitForEndAsync(job);

        foreach (var (body, field, reason) in new[]
        {
            ("""{ "search": { "trials": 0 } }""", "search.trials", "trial 1 has begun"),
            ("""{ "search": { "trials": 2000 } }""", "search.trials", "1000"),
            ("""{ "search": { "trial": 4 } }""", "search.trial", "trials"),
            ("""{ "search": { "space": { "network.dropout": { "uniform": [0, 2] } } } }""", "search.space.network.dropout", "trial"),
            ("""{ "epochs": 20001 }""", "epochs", "cannot be raised in a search"),
        })
        {
            var problem = (await service.PostAsync($"/api/jobs/{job}/resume", body)).ShouldBeProblem(HttpStatusCode.BadRequest);
            Assert.Contains(reason, problem.GetErrors(field), StringComparison.Ordinal);
        }

        var resumed = await service.PostAsync($"/api/jobs/{job}/resume",
            """{ "search": { "trials": 4, "space": { "network.hidden": { "choice": [[6], [7]] } } } }""");
        Assert.True(resumed.Status == HttpStatusCode.Accepted, resumed.Body);
        await service.WaitForJobAsync(job, each => each.LastSequence > stopped.LastSequence);
        var trials = await service.GetAsync<IReadOnlyList<SearchTrial>>($"/api/jobs/{job}/trials");
        await service.PostAsync($"/api/jobs/{job}/cancel", "");
        await service.WaitForEndAsync(job);

        Assert.Equal(4, trials.Count);
        Assert.Equal(TrialState.Running, trials[0].State);
        Assert.Equal("[3]", trials[0].Values["network.hidden"].GetRawText());
        Assert.All(trials.Skip(1), trial => Assert.Matches(@"^\[[67]\]$", trial.Values["network.hidden"].GetRawText()));
        var epochs = (await service.GetMetricsAsync(job)).Where(epoch => epoch.Trial == 1).Select(epoch => epoch.Epoch).ToArray();
        Assert.Equal(Enumerable.Range(1, epochs.Length), epochs);
    }

    private static string Csv { get; } = "a,b,y\n" + string.Concat(Enumerable.Range(0, 300).Select(row =>
        string.Create(CultureInfo.InvariantCulture, $"{row * 37 % 101},{row * 53 % 97},{(row * 37 % 101) + (2 * (row * 53 % 97))}\n")));

    private async Task<IEnumerable<TrialState>> GetStatesAsync(Guid job) =>
        (await service.GetAsync<IReadOnlyList<SearchTrial>>($"/api/jobs/{job}/trials")).Select(trial => trial.State);

    private async Task<Job> RunAsync(string spec) => await service.WaitForEndAsync(await StartAsync(spec));

    private async Task<Guid> StartAsync(string spec)
    {
        var accepted = await service.PostAsync("/api/jobs", spec);
        Assert.True(accepted.Status == HttpStatusCode.Accepted, accepted.Body);
        return accepted.Read<Job>().Id;
    }
}
