"""What people hold in their hands: a sheet, a pocket card, a picture, a poster."""
