using LearnML.Contracts;
using LearnML.Training.Datasets;
using LearnML.Training.Datasets.Tables;
using LearnML.Training.Diagnostics;
using LearnML.Training.Evaluation;
using LearnML.Training.Evaluation.Baselines;
using LearnML.Training.Fitting.Baselines;
using LearnML.Training.Fitting.Data;
using LearnML.Training.Fitting.Epochs;
using LearnML.Training.Fitting.Splitting;
using LearnML.Training.Tables.Inspection;
using static TorchSharp.torch;

namespace LearnML.Training.Fitting.Runs;

/// <summary>Creates the report of a run that reached its end, or that diverged.</summary>
/// <param name="jobId">The id of the job.</param>
/// <param name="spec">The spec of the job.</param>
/// <param name="dataset">The dataset of the job.</param>
/// <param name="data">The data that was trained on.</param>
/// <param name="run">The progress of the run.</param>
internal sealed class TrainingReports(Guid jobId, JobSpec spec, Dataset dataset, TrainingData data, RunProgress run)
{
    private TableProfile? Table => (dataset as TableDataset)?.Train.Profile;

    private IReadOnlyList<Attention> Attention => Table is { } table ? SpecAttention.List(spec, table) : [];

    private string TaskReason => Table?.Columns.First(column => column.Name == spec.Target) is { } target
        ? TargetTask.Explain(data.Task, target) : TargetTask.ForImages;

    /// <summary>Creates the report of a run that reached its end.</summary>
    /// <param name="folds">The cross-validation; null without one.</param>
    /// <param name="final">The result of the network that the checkpoint contains.</param>
    /// <param name="test">The predictions of that network for the test part; null without a test part.</param>
    /// <param name="prepared">The encoded rows of that network.</param>
    /// <param name="fitter">Fits boosted trees, if the spec asks for them.</param>
    /// <exception cref="OperationCanceledException">The training was cancelled or released.</exception>
    public Report Create(CrossValidationRun? folds, SplitResult final, Predictions? test, PreparedData prepared, TreeFitter fitter)
    {
        var timeBudget = DiagnoseTimeBudget().ToArray(); // before the trees, which take the rest of the time
        var validation = folds?.OutOfFoldPredictions ?? final.ValidationPredictions!;
        var baselines = RunBaselines.Compute(spec, data, run, folds, final, prepared, test, fitter);
        var described = test ?? folds?.FirstRepeat ?? validation;
        var report = described.AddTo(new Report
        {
            JobId = jobId,
            Task = data.Task,
            TaskReason = TaskReason,
            Attention = Attention,
            Epoch = final.Epoch,
            EpochReason = spec.Explain(final.Epoch),
            Train = final.TrainMetrics,
            Validation = validation.ComputeMetrics(data.Classes),
            Test = test?.ComputeMetrics(data.Classes),
            Baselines = baselines.Validation.CreateReport(data.Task, data.Classes),
            TestBaselines = baselines.Test?.CreateReport(data.Task, data.Classes),
            CrossValidation = folds is null ? null : AddBaselines(folds.CreateReport(), baselines.Folds),
            Reported = test is null ? ReportedRows.Validation : ReportedRows.Test,
            Diagnosis = [],
        }, data.Classes);
        IReadOnlyList<EpochScores> history = folds is null
            ? final.History : [.. folds.Results.SelectMany(fold => fold.History).OrderBy(scores => scores.Epoch), .. final.History];
        return report with { Diagnosis = [.. Diagnose(report, folds?.Results ?? [final], history, described, prepared), .. timeBudget] };
    }

    /// <summary>Creates the report on the epochs before a divergence.</summary>
    /// <param name="exception">The divergence.</param>
    /// <param name="device">The device of the training.</param>
    public Report CreateDiverged(DivergedException exception, Device device) => new()
    {
        JobId = jobId,
        Task = data.Task,
        TaskReason = TaskReason,
        Attention = Attention,
        Epoch = run.History is [.., var last] ? last.Epoch : 0,
        Reported = ReportedRows.Validation,
        Diagnosis =
        [
            exception.Diagnosis,
            .. run.History is [] ? DiagnoseUntrained(device) : StabilityDiagnoses.Diagnose(run.History, baselineLoss: 0),
        ],
    };

    /// <param name="report">The report without its diagnoses.</param>
    /// <param name="results">The result of the single split, or of each fold.</param>
    /// <param name="history">The scores of every epoch of the folds and of the final network.</param>
    /// <param name="scored">The predictions for the rows that the report describes.</param>
    /// <param name="prepared">The encoded rows of the network that the checkpoint contains.</param>
    private IEnumerable<Diagnosis> Diagnose(
        Report report, IReadOnlyList<SplitResult> results, IReadOnlyList<EpochScores> history, Predictions scored, PreparedData prepared)
    {
        var (baselines, metrics) = (report.TestBaselines ?? report.Baselines!, report.Test ?? report.Validation!);
        var table = prepared.TablePreprocessing is null ? null : new TableChecks(data, prepared, results);
        var repeated = table?.CountRepeatedRows();
        var training = data.TrainTargets.SelectRows(data.TrainRows);
        Diagnosis[] stability = [.. StabilityDiagnoses.Diagnose(history, results.Average(each => each.BaselineLoss))];
        var rowsWithTarget = data.SetApart?.RowsWithTarget ?? data.TrainRows.Length;
        var rowsWithoutTarget = (dataset as TableDataset)?.Train.Profile.Rows - rowsWithTarget ?? 0;
        Diagnosis[] majority = [.. PredictionDiagnoses.DiagnoseMajority(report, training.Classes)];
        var appliesToOtherRows = BaselineDiagnoses.IsBetter(baselines) && majority.Length == 0 && repeated?.AreScoresTooGood != true;
        var fit = FitDiagnoses.Diagnose(
            [.. results.Select(result => result.Losses)],
            results.Sum(result => result.Split.Validation.Length),
            stability.Length > 0,
            appliesToOtherRows);
        return
        [
            .. stability,
            .. fit is null ? [] : new[] { fit },
            .. BaselineDiagnoses.Diagnose(baselines, metrics),
            .. BoostedTreesDiagnoses.Diagnose(baselines, metrics, spec),
            .. majority,
            .. data.Task == LearningTask.Regression
                ? PredictionDiagnoses.DiagnoseBentResiduals(scored, training.Values, prepared.TargetEncoding!.IsLog)
                : RowDiagnoses.DiagnoseMissingClasses(
                    data.Classes, results.Select(result => data.TrainTargets.SelectRows(result.Split.Train).Classes), scored.Targets.Classes,
                    SplitNotes.ListSingleRowClasses(spec.Validation, data)),
            .. table?.DiagnoseLeaks() ?? [],
            .. repeated is null ? [] : RowDiagnoses.DiagnoseRepeated(repeated),
            .. RowDiagnoses.DiagnoseFew(scored.Rows.Length, data.Task == LearningTask.Classification, report.CrossValidation is not null),
            .. SpecDiagnoses.Diagnose(
                spec, rowsWithoutTarget, rowsWithTarget, scoresChoseEpoch: report.Test is null && results[0].History.Count > 1),
            .. SplitNotes.Find(spec, data, [.. results.Select(result => result.Split)]),
        ];
    }

    private CrossValidation AddBaselines(CrossValidation report, IReadOnlyList<BaselineComparison> folds) => report with
    {
        Folds = [.. report.Folds.Select((fold, index) => fold with { Baselines = folds[index].CreateReport(data.Task, data.Classes) })],
    };

    /// <summary>Diagnoses the untrained network of a run whose first epoch already diverged.</summary>
    private IEnumerable<Diagnosis> DiagnoseUntrained(Device device)
    {
        var split = spec.Validation.Folds is null
            ? DataSplitter.CreateSingle(spec, data)
            : DataSplitter.CreateFolds(spec.Validation, data, spec.Training.Seed)[0];
        using var training = new SplitTrainer(spec, data, [split], device);
        return StabilityDiagnoses.DiagnoseExploding([training.MeasureUntrained()], baselineLoss: 0) is { } exploding ? [exploding] : [];
    }

    private IEnumerable<Diagnosis> DiagnoseTimeBudget()
    {
        if (run.Clock.Elapsed >= TreeBudget.OfNetworks(spec) && run.TrainedSamples < run.TotalSamples)
        {
            yield return new Diagnosis(
                "timeBudget",
                "The time budget ended the training before its last epoch. A larger time budget may improve the result.",
                Epoch: run.History[^1].Epoch);
        }
    }
}
