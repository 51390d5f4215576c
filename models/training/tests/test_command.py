from semlink_training import command


def test_arguments_override_the_configuration_with_plain_values(tmp_path):
    """Checkpoints hold the configuration and are read without unpickling classes."""
    file = tmp_path / "any.toml"
    file.write_text("steps = 5\n[schedule.cpu]\nbatch = 2\n")
    parser = command.parser("denoiser", "")
    chosen = parser.parse_args(
        ["--config", str(file), "--schedule", "cpu", "--minutes", "3", "--start", "old.pt"]
    )
    seen = {}
    command.run_training(lambda config, *_, **__: seen.update(config), chosen)
    assert seen == {"steps": 5, "batch": 2, "minutes": 3.0, "start": "old.pt"}
