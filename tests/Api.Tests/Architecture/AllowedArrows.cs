namespace LearnML.Api.Tests.Architecture;

/// <summary>Which folders may use which, project by project, from the ground up. A folder may use the folders after its colon.</summary>
internal static class AllowedArrows
{
    public static FolderRules Contracts { get; } = new(
        "src/Contracts",
        """
        Specs:
        Json: Specs
        Metrics:
        Models: Specs Metrics
        Datasets: Specs Models
        Explanations: Specs
        Reports: Specs Metrics Datasets Explanations
        Activations: Specs
        Recipes: Specs
        Predictions: Explanations
        Jobs: Specs Metrics Models Datasets Reports
        LiveMetrics: Jobs
        Access:
        Systems:
        """,
        """
        Specs: Defaults Networks Optimizers Stopping Searches .
        Datasets: Columns . Relations
        Reports: Curves Calibration .
        """);

    public static FolderRules Client { get; } = new(
        "src/Client",
        """
        Requests:
        LiveMetrics: Requests
        Access: Requests
        Datasets: Requests
        Jobs: Requests LiveMetrics
        Models: Requests
        Recipes: Requests
        Systems: Requests
        """,
        "");

    public static FolderRules Training { get; } = new(
        "src/Training",
        """
        State:
        Randomness: State
        Devices:
        Calibration:
        Tables:
        Preprocessing: Tables
        Datasets: Randomness Tables
        Relations: Randomness Tables Datasets
        Networks: State Randomness
        Checkpoints: State Randomness Calibration Tables Preprocessing Datasets Networks
        Evaluation: Randomness Calibration Tables
        Diagnostics: Tables Evaluation
        Explanations: Randomness Tables Preprocessing Evaluation
        Fitting: State Randomness Devices Calibration Tables Preprocessing Datasets Networks Checkpoints Evaluation Diagnostics Explanations
        Predicting: State Devices Calibration Tables Preprocessing Datasets Networks Checkpoints
        Scoring: Calibration Tables Preprocessing Datasets Checkpoints Evaluation Predicting Explanations
        Exporting: Calibration Tables Preprocessing Datasets Networks Checkpoints Predicting
        """,
        """
        Tables: Signatures Values Columns Csv Files Reading Inspection/Evidence Inspection/Footers Inspection
        Datasets: Files . Images Tables
        Networks: Planning Layers Embeddings .
        Evaluation: . Baselines Boosting
        Fitting: Schedules Optimizers Data Memory Searches Splitting Epochs Baselines Importance Calibration Runs
        """);

    public static FolderRules Api { get; } = new(
        "src/Api",
        """
        Hosting:
        Requests: Hosting
        Storage: Hosting
        Problems: Hosting Storage
        Documentation:
        Access: Hosting Requests Storage Problems Documentation
        Limits: Hosting Requests Problems Access
        Processes: Hosting Requests Storage
        Datasets: Hosting Requests Storage Documentation Access Limits
        Specs: Hosting Requests Processes Datasets
        LiveMetrics: Hosting Storage Access Limits
        Models: Hosting Requests Storage Problems Documentation Access Limits Datasets Specs
        Jobs: Hosting Requests Storage Problems Documentation Access Processes Datasets Specs LiveMetrics Models
        Recipes: Requests Documentation Access Specs Jobs
        Activations: Hosting Requests Documentation Access
        Machine: Hosting Access Processes Jobs
        Telemetry: Hosting Storage Access Processes LiveMetrics Models Jobs
        Health: Hosting Storage Processes Jobs
        Swagger: Hosting Storage Documentation Access Specs Recipes
        Dashboard:
        Demo: Hosting Access Jobs
        """,
        """
        Storage: Listing Trials . Promotions Jobs Recovery
        Datasets: . Relations
        Access: Scopes Audit Keys Sessions Browser .
        Specs: Ranges Networks Optimizers Datasets Searches . Schema
        Models: Registry Serving Predictions Evaluations Inference/Protocol Inference/Reading Inference/Writing Inference Transfer Cards Routes
        Jobs: Running . Queue Filters Searches Routes
        """);

    public static IReadOnlyList<FolderRules> All { get; } = [Contracts, Client, Training, Api];
}
