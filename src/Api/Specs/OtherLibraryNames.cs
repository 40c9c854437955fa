using LearnML.Api.Requests;

namespace LearnML.Api.Specs;

/// <summary>
/// The names that Keras, PyTorch and scikit-learn have for fields of a spec, if they differ from ours by more than style and place. Errors about
/// unknown fields suggest ours.
/// </summary>
internal static class OtherLibraryNames
{
    /// <summary>The fields of a spec. A <c>type</c> is a kind, and the units of a layer are those of a linear one.</summary>
    public static OtherFieldNames All { get; } = new(new Dictionary<string, string>(
    [
        .. Same("dataset", "data", "csv", "train", "trainData"),
        .. Same("target", "label", "labels", "y", "targetColumn", "labelColumn"),
        .. Same("weightColumn", "sampleWeight", "weights"),
        .. Same("compareWith", "compareTo", "baseline", "yardstick"),
        .. Same("model", "name", "modelName"),
        .. Same("preprocessing.columns", "features", "x", "inputs", "featureColumns"),
        .. Same("network.hidden", "hiddenLayers", "hiddenLayerSizes", "hiddenSize", "hiddenSizes", "hiddenUnits", "hiddenDim", "units"),
        .. Same("network.activation", "activationFunction", "nonlinearity"),
        .. Same("network.dropout", "dropoutRate", "dropoutP"),
        .. Same("network.periodicEmbedding", "numEmbType", "numEmbeddings", "numericalEmbeddings", "periodicEmbeddings", "pbld", "plr"),
        .. Same("network.periodicEmbedding.std", "plrSigma", "sigma", "frequencyInitScale"),
        .. Same("network.categoryEmbedding", "catEmbeddings", "categoricalEmbeddings", "categoryEmbeddings", "entityEmbeddings"),
        .. Same("network.categoryEmbedding.outputs", "embeddingSize", "embeddingDim", "embeddingDims", "embSize"),
        .. Same("network.categoryEmbedding.minimumCategories", "maxOneHotCatSize"),
        .. Same("network.normalization", "batchNorm", "batchNormalization", "layerNorm"),
        .. Same("network.initialization", "kernelInitializer", "init", "initializer", "weightInit"),
        .. Same("network.ensemble", "nEstimators", "ensembleSize", "nModels"),
        .. Same("network.copies", "tabm", "submodels", "nSubmodels", "batchEnsemble", "tabmK"),
        .. Same("optimizer.kind", "solver", "optimizerName", "algorithm"),
        .. Same("optimizer.learningRate", "lr", "learningRateInit", "eta", "eta0", "stepSize", "rate"),
        .. Same("optimizer.weightDecay", "alpha", "l2", "wd", "l2Regularization"),
        .. Same("optimizer.clipNorm", "gradClip", "maxGradNorm", "gradientClipVal", "globalClipNorm"),
        .. Same("optimizer.schedule", "scheduler", "lrScheduler", "lrSchedule", "learningRateSchedule"),
        .. Same("optimizer.schedule.warmUpEpochs", "warmup", "warmupEpochs", "warmupSteps"),
        .. Same("training.epochs", "nEpochs", "numEpochs", "maxEpochs", "maxIter", "iterations", "nIter"),
        .. Same("training.batchSize", "batch", "bs", "miniBatchSize", "trainBatchSize"),
        .. Same("training.seed", "randomState", "randomSeed"),
        .. Same("training.classWeights", "classWeight"),
        .. Same("training.timeBudgetSeconds", "timeBudget", "maxTime", "timeLimit"),
        .. Same("training.earlyStopping.patience", "nIterNoChange", "earlyStoppingPatience", "earlyStoppingRounds"),
        .. Same("training.earlyStopping.minimumImprovement", "tol", "minDelta"),
        .. Same("validation.holdout", "validationSplit", "validationFraction", "valSplit", "validationSize", "valSize"),
        .. Same("validation.testFraction", "testSize", "testSplit"),
        .. Same("validation.folds", "cv", "nSplits", "kFold", "kFolds", "nFolds"),
        .. Same("validation.repeats", "nRepeats"),
        .. Same("validation.groupColumn", "groups", "group"),
    ]), new Dictionary<string, string>(
    [
        .. Same("kind", "type", "name", "className"),
        .. Same("linear", "units", "outFeatures", "size", "width", "dense", "outputs"),
        .. Same("dropout", "rate", "p"),
        .. Same("repeat", "times", "n"),
    ]));

    private static IEnumerable<KeyValuePair<string, string>> Same(string path, params string[] others) =>
        others.Select(other => KeyValuePair.Create(other.ToLowerInvariant(), path));
}
