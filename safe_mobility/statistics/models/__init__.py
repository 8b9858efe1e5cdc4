from safe_mobility.statistics.models.series import Edition, Figure

__all__ = ["Edition", "Figure"]
